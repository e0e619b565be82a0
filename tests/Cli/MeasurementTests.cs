using MetaRL.Cli.Measurement;
using MetaRL.Cli.Output;
using MetaRL.Measurement;
using Xunit;

namespace MetaRL.Tests.Cli;

public sealed class MeasurementTests
{
    [Fact]
    public void VerifyDevice_Cpu_AgreesWithItself()
    {
        var run = Invocation.Of("doctor", "--verify-device", "cpu");
        Assert.Equal(0, run.ExitCode);
        Assert.EndsWith(" computations agree.\n", run.Out, StringComparison.Ordinal);
    }

    [Fact]
    public void VerifyDevice_CudaThatIsNotThere_IsOneLine()
    {
        var run = Invocation.Of("doctor", "--verify-device", "cuda:99");
        Assert.Equal(1, run.ExitCode);
        Assert.StartsWith("compute.device is cuda:99, but ", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void VerifyDevice_NoDevice_SaysWhatThereIs() => Assert.StartsWith(
        "--verify-device must be cpu, cuda, cuda:N or auto, but is 'gpu'.",
        Invocation.Of("doctor", "--verify-device", "gpu").Error, StringComparison.Ordinal);

    [Fact]
    public void VerificationTable_ADifferenceAboveItsTolerance_Fails()
    {
        var text = new StringWriter();
        var exitCode = VerificationTable.Write(
            "x", [new Agreement("a", 1e-7, 1e-4), new Agreement("b", double.PositiveInfinity, 1e-4)],
            new Terminal(text, TextWriter.Null, Live: false));
        Assert.Equal(1, exitCode);
        Assert.Equal(
            """
            | x | Largest difference | Tolerance | Agrees |
            | : | -----------------: | --------: | -----: |
            | a |             1.0e-7 |    1.0e-4 |    yes |
            | b |           Infinity |    1.0e-4 |     NO |
            1 of 2 computations differ by more than rounding explains: do not trust this device, driver or libtorch.

            """, text.ToString());
    }

    [Theory]
    [InlineData("--families", "maz", "There is no family 'maz'; did you mean 'maze'?")]
    [InlineData("--lanes", "1000", "--lanes must be multiples of 64, but has '1000'.")]
    [InlineData("--device", "gpu", "--device must be cpu, cuda, cuda:N or auto, but is 'gpu'.")]
    public void Bench_WrongOption_SaysTheRule(string option, string value, string rule)
    {
        var run = Invocation.Of("bench", option, value);
        Assert.Equal(2, run.ExitCode);
        Assert.StartsWith(rule, run.Error, StringComparison.Ordinal);
    }
}
