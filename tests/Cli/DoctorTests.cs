using MetaRL.Cli.Diagnosis;
using Xunit;

namespace MetaRL.Tests.Cli;

public sealed class DoctorTests
{
    [Fact]
    public void Doctor_Here_FindsEverythingInOrder() => Assert.Equal(0, Invocation.Of("doctor").ExitCode);

    [Fact]
    public void Doctor_Here_NamesLibtorch() => Assert.Contains("\nlibtorch ", Invocation.Of("doctor").Out);

    [Fact]
    public void Write_NothingWrong_SaysSo()
    {
        var text = new StringWriter();
        _ = DoctorCommand.Write([new Finding("A", "1"), new Finding("Long", "2")], text);
        Assert.Equal("A     1\nLong  2\nEverything is in order.\n", text.ToString());
    }

    [Fact]
    public void Write_SomethingSlow_SaysTheCure()
    {
        var text = new StringWriter();
        _ = DoctorCommand.Write([new Finding("BLAS", "slow", Cure: "Install it.")], text);
        Assert.Equal("BLAS  slow\nInstall it.\n", text.ToString());
    }

    [Fact]
    public void Write_SomethingSlow_IsNoFailure() =>
        Assert.Equal(0, DoctorCommand.Write([new Finding("BLAS", "slow", Cure: "Install it.")], TextWriter.Null));

    [Fact]
    public void Write_SomethingBroken_Fails() =>
        Assert.Equal(1, DoctorCommand.Write([new Finding("BLAS", "–", "Install it.", Broken: true)], TextWriter.Null));
}
