using Xunit;

namespace MetaRL.Tests.Cli;

public sealed class HelpTests
{
    [Theory]
    [InlineData("run")]
    [InlineData("train")]
    [InlineData("evaluate")]
    [InlineData("compare")]
    [InlineData("view")]
    [InlineData("check")]
    [InlineData("list")]
    [InlineData("describe")]
    [InlineData("simulate")]
    [InlineData("oracle")]
    [InlineData("freeze")]
    [InlineData("render")]
    [InlineData("bench")]
    [InlineData("gradients")]
    [InlineData("doctor")]
    public void Help_OfACommand_IsAsWritten(string command) =>
        Golden.Equal($"help-{command}", Invocation.Of(command, "--help").Out);

    [Fact]
    public void Help_OfTheProgram_IsAsWritten() => Golden.Equal("help", Invocation.Of("--help").Out);

    [Fact]
    public void Run_WithoutArguments_ShowsHelp() => Golden.Equal("help", Invocation.Of().Out);

    [Fact]
    public void Version_IsThatOfTheBuild() => Assert.Equal("0.1.0\n", Invocation.Of("--version").Out);

    [Theory]
    [InlineData("--help")]
    [InlineData("-h")]
    [InlineData("--version")]
    public void AskingForHelpOrVersion_IsNoError(string option) => Assert.Equal(0, Invocation.Of(option).ExitCode);
}
