using System.Runtime.InteropServices;
using MetaRL.Cli.Exit;
using MetaRL.Configuration.Yaml;
using MetaRL.Files;
using MetaRL.Learners;
using MetaRL.Viewer.Offscreen;
using Xunit;

namespace MetaRL.Tests.Cli;

/// <summary>What an exception becomes at the door.</summary>
public sealed class FailureTests
{
    [Fact]
    public void Describe_ConfigurationException_IsItsMessage() =>
        Assert.Equal(("x.yaml:3: wrong", 2), Failure.Describe(new ConfigurationException("x.yaml:3: wrong")));

    [Fact]
    public void Describe_NonFinite_IsItsMessage() =>
        Assert.Equal(("NaN.", 1), Failure.Describe(new NonFiniteException("NaN.")));

    [Fact]
    public void Describe_NoNativePartOfTheViewer_SaysNothingOfLibtorch() => Assert.Equal(
        ("libviewshim.so is not there: install what Debian calls libimgui-dev.", 1),
        Failure.Describe(
            new DllNotFoundException("libviewshim.so is not there: install what Debian calls libimgui-dev.")));

    [Fact]
    public void Describe_NoGraphics_IsItsMessage() =>
        Assert.Equal(("Install libegl1.", 1), Failure.Describe(new NoGraphicsException("Install libegl1.")));

    [Fact]
    public void Describe_FullDisk_SaysWhatToDo() => Assert.Equal(
        ("No space left on device; make room for what is written, or write it elsewhere.", 1),
        Failure.Describe(new IOException("No space left on device", hresult: 28)));

    [Fact]
    public void Describe_FileThatCannotBeWritten_IsItsMessage() =>
        Assert.Equal(("a: wrong", 1), Failure.Describe(new OutputException("a: wrong")));

    [Fact]
    public void Describe_Unexpected_NamesTypeAndHowToSeeMore() => Assert.Equal(
        ("Unexpected InvalidOperationException: odd (METARL_TRACE=1 shows where.)", 1),
        Failure.Describe(new InvalidOperationException("odd")));

    [Fact]
    public void Describe_SeveralLines_IsOneLine() =>
        Assert.Equal(("a b", 1), Failure.Describe(new IOException("a\r\nb")));

    [Fact]
    public void Describe_OneOfParallelWork_IsItself() =>
        Assert.Equal(("x", 1), Failure.Describe(new AggregateException(new IOException("x"))));

    [Fact]
    public void Describe_OutOfDeviceMemory_SaysWhatToSetLower() => Assert.Equal(
        (
            "There is not enough memory on the device. Set fewer tasks or episodes (training.tasks,"
            + " training.envs_per_task, evaluation.tasks),"
            + " a shorter family.horizon, or another compute.device. libtorch said: aten::rand({9}): CUDA out of"
            + " memory. Tried to"
            + " allocate 20.00 MiB.", 1),
        Failure.Describe(new ExternalException("aten::rand({9}): CUDA out of memory. Tried to allocate 20.00 MiB.")));

    [Fact]
    public void Describe_OutOfTheProgramsOwnMemory_SaysWhatToSetLower() => Assert.Equal(
        (
            "There is not enough memory on the device. Set fewer tasks or episodes (training.tasks,"
            + " training.envs_per_task, evaluation.tasks), a shorter family.horizon, or another compute.device.", 1),
        Failure.Describe(new OutOfMemoryException("Array dimensions exceeded supported range.")));

    [Fact]
    public void Describe_NoLibtorch_SaysWhatToDo() => Assert.Equal(
        ("libtorch cannot be loaded: no LibTorchSharp. Remove the folder build/metarl and start ./metarl again.", 1),
        Failure.Describe(
            new TypeInitializationException("torch", new DllNotFoundException("no LibTorchSharp.\nprobed"))));

    [Fact]
    public void Describe_OfLibtorchsOwnWords_LeavesItsStackOut() => Assert.Equal(
        ("mat1 and mat2 shapes cannot be multiplied", 1),
        Failure.Describe(
            new ExternalException(
                "mat1 and mat2 shapes cannot be multiplied\nException raised from meta at x.cpp:1\nframe #0: c10")));

    [Fact]
    public void Describe_AMessageWithControlCharacters_DoesNotSteerTheTerminal() =>
        Assert.Equal(
            ("Unknown key '�[31mx'.", 2), Failure.Describe(new ConfigurationException("Unknown key '\e[31mx'.")));

    [Fact]
    public void Describe_AMessageThatNamesTheProgram_NamesItAsItWasStarted() =>
        Assert.Equal(
            ("Train with `metarl train`.", 2),
            Failure.Describe(new ConfigurationException("Train with `metarl train`.")));
}
