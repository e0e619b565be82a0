using Xunit;

namespace MetaRL.Tests.Cli;

public sealed class HelpTests
{
    [Theory]
    [InlineData("run")]
    [InlineData("train")]
    [InlineData("evaluate")]
    [InlineData("compare")]
    [InlineData("worker")]
    [InlineData("cluster")]
    [InlineData("runs")]
    [InlineData("diff")]
    [InlineData("tag")]
    [InlineData("export")]
    [InlineData("view")]
    [InlineData("check")]
    [InlineData("init")]
    [InlineData("explain")]
    [InlineData("schema")]
    [InlineData("list")]
    [InlineData("describe")]
    [InlineData("simulate")]
    [InlineData("oracle")]
    [InlineData("freeze")]
    [InlineData("render")]
    [InlineData("bench")]
    [InlineData("profile")]
    [InlineData("gradients")]
    [InlineData("belief")]
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
    [InlineData("nonsense --help", "There is no command 'nonsense'. Type 'metarl --help' for what there is.")]
    [InlineData("rnu --help", "There is no command 'rnu'; did you mean 'run'?")]
    [InlineData("-h rnu", "There is no command 'rnu'; did you mean 'run'?")]
    [InlineData("list nonsense --help", "There is no list 'nonsense'. Type 'metarl list --help' for what there is.")]
    [InlineData("list famlies --help", "There is no list 'famlies'; did you mean 'families'?")]
    public void Help_OfWhatThereIsNot_SaysSo(string arguments, string expected) =>
        Assert.Equal(new Invocation(2, "", expected + "\n"), Invocation.Of(arguments.Split(' ')));

    [Theory]
    [InlineData("list families --help", "help-list")]
    [InlineData("run x.yaml --threads 0 --help", "help-run")]
    public void Help_BehindArguments_IsThatOfTheCommand(string arguments, string expected) =>
        Golden.Equal(expected, Invocation.Of(arguments.Split(' ')).Out);

    [Theory]
    [InlineData("--help")]
    [InlineData("-h")]
    [InlineData("--version")]
    public void AskingForHelpOrVersion_IsNoError(string option) => Assert.Equal(0, Invocation.Of(option).ExitCode);
}
