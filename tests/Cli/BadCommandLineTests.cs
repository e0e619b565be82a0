using Xunit;

namespace MetaRL.Tests.Cli;

/// <summary>Every mistake on the command line is one line with its cure, and exit code 2.</summary>
public sealed class BadCommandLineTests
{
    [Theory]
    [InlineData("rnu", "There is no command 'rnu'; did you mean 'run'?")]
    [InlineData("evalaute x.yaml", "There is no command 'evalaute'; did you mean 'evaluate'?")]
    [InlineData("fly", "There is no command 'fly'. Type 'metarl --help' for what there is.")]
    [InlineData("--verison", "There is no option '--verison'; did you mean '--version'?")]
    [InlineData(
        "run",
        "'metarl run' needs FILE: the experiment file, such as configs/quickstart.yaml."
        + " Type 'metarl run --help' for what there is.")]
    [InlineData("run x.yaml --sett a=1", "There is no option '--sett'; did you mean '--set'?")]
    [InlineData("run x.yaml --outptu runs", "There is no option '--outptu'; did you mean '--output'?")]
    [InlineData("run x.yaml --quiet", "There is no option '--quiet'. Type 'metarl run --help' for what there is.")]
    [InlineData("run x.yaml y.yaml", "'y.yaml' is one argument too many. Type 'metarl run --help' for what there is.")]
    [InlineData(
        "run x.yaml --output",
        "--output needs a value: folder for everything that is written."
        + " Type 'metarl run --help' for what there is.")]
    [InlineData(
        "run x.yaml --threads 0",
        "--threads must be a whole number of at least 1, but is '0'."
        + " Type 'metarl run --help' for what there is.")]
    [InlineData(
        "run x.yaml --threads many",
        "--threads must be a whole number of at least 1, but is 'many'."
        + " Type 'metarl run --help' for what there is.")]
    [InlineData(
        "run x.yaml --device gpu",
        "--device must be cpu, cuda, cuda:N or auto, but is 'gpu'."
        + " Type 'metarl run --help' for what there is.")]
    [InlineData(
        "run x.yaml --seeds one",
        "--seeds must be whole numbers such as 1,2,3 or 1-5, but is 'one'."
        + " Type 'metarl run --help' for what there is.")]
    [InlineData("list famlies", "There is no list 'famlies'; did you mean 'families'?")]
    [InlineData("doctor x", "'x' is one argument too many. Type 'metarl doctor --help' for what there is.")]
    public void Run_MistypedArguments_SaysSoInOneLine(string arguments, string expected) =>
        Assert.Equal(expected + "\n", Invocation.Of(arguments.Split(' ')).Error);

    [Theory]
    [InlineData("rnu")]
    [InlineData("run")]
    [InlineData("run x.yaml --threads 0")]
    [InlineData("list famlies")]
    public void Run_MistypedArguments_EndsWithTwo(string arguments) =>
        Assert.Equal(2, Invocation.Of(arguments.Split(' ')).ExitCode);

    [Fact]
    public void Run_MistypedArguments_PrintsNothingElse() => Assert.Equal("", Invocation.Of("rnu").Out);
}
