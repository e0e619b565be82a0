using MetaRL.Cli;
using MetaRL.Cli.Output;
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
        "--seeds must be whole numbers of at most 2147483647 such as 1,2,3 or 1-5, 10000 in a range at most, but is"
        + " 'one'. Type 'metarl run --help' for what there is.")]
    [InlineData(
        "run --nonsense",
        "There is no option '--nonsense'. Type 'metarl run --help' for what there is.")]
    [InlineData(
        "run --sedes 1 x.yaml",
        "There is no option '--sedes'; did you mean '--seeds'?")]
    [InlineData(
        "render --devise --output a.png",
        "There is no option '--devise'. Type 'metarl render --help' for what there is.")]
    [InlineData(
        "run x.yaml --output /dev/null",
        "--output must be a folder, but '/dev/null' is a file; name another. Type 'metarl run --help' for what there"
        + " is.")]
    [InlineData(
        "train x.yaml --output /dev/null/runs",
        "--output must be a folder, but '/dev/null' is a file; name another. Type 'metarl train --help' for what there"
        + " is.")]
    [InlineData(
        "evaluate x.yaml --threads 1.5",
        "--threads must be a whole number of at least 1, but is '1.5'. Type 'metarl evaluate --help' for what there"
        + " is.")]
    [InlineData(
        "compare x.yaml --threads 99999999999",
        "--threads must be at most 2147483647, but is '99999999999'. Type 'metarl compare --help' for what there is.")]
    [InlineData(
        "run x.yaml --seeds 1-1000000000",
        "--seeds must be whole numbers of at most 2147483647 such as 1,2,3 or 1-5, 10000 in a range at most, but is"
        + " '1-1000000000'. Type 'metarl run --help' for what there is.")]
    [InlineData(
        "run x.yaml --seeds 2147483648",
        "--seeds must be whole numbers of at most 2147483647 such as 1,2,3 or 1-5, 10000 in a range at most, but is"
        + " '2147483648'. Type 'metarl run --help' for what there is.")]
    [InlineData(
        "run x.yaml --seeds 3-1",
        "--seeds must be whole numbers of at most 2147483647 such as 1,2,3 or 1-5, 10000 in a range at most, but is"
        + " '3-1'. Type 'metarl run --help' for what there is.")]
    [InlineData(
        "freeze bandit --output .",
        "--output must be a file, but '.' is a folder; name a file in it. Type 'metarl freeze --help' for what there"
        + " is.")]
    [InlineData(
        "freeze bandit --output none/",
        "--output must be a file, but 'none/' is a folder; name a file in it. Type 'metarl freeze --help' for what"
        + " there is.")]
    [InlineData(
        "freeze bandit --output /none/a",
        "--output: There is no folder '/none'; make it, or name another. Type 'metarl freeze --help' for what there"
        + " is.")]
    [InlineData(
        "freeze bandit --output x --seed -1",
        "--seed must be a whole number of at least 0, but is '-1'. Type 'metarl freeze --help' for what there is.")]
    [InlineData(
        "freeze bandit --output x --tasks 1,000",
        "--tasks must be a whole number of at least 1, but is '1,000'. Type 'metarl freeze --help' for what there is.")]
    [InlineData(
        "simulate bandit --input x --output /",
        "--output must be a file, but '/' is a folder; name a file in it. Type 'metarl simulate --help' for what there"
        + " is.")]
    [InlineData(
        "simulate bandit --input x --seed one",
        "--seed must be a whole number of at least 0, but is 'one'. Type 'metarl simulate --help' for what there is.")]
    [InlineData(
        "bench --output /tmp",
        "--output must be a file, but '/tmp' is a folder; name a file in it. Type 'metarl bench --help' for what there"
        + " is.")]
    [InlineData(
        "bench --lanes 0",
        "--lanes must be multiples of 64, but has '0'. Type 'metarl bench --help' for what there is.")]
    [InlineData(
        "bench --lanes 64,100",
        "--lanes must be multiples of 64, but has '100'. Type 'metarl bench --help' for what there is.")]
    [InlineData(
        "bench --device gpu",
        "--device must be cpu, cuda, cuda:N or auto, but is 'gpu'. Type 'metarl bench --help' for what there is.")]
    [InlineData(
        "oracle bandit --episodes 0",
        "--episodes must be a whole number of at least 1, but is '0'. Type 'metarl oracle --help' for what there is.")]
    [InlineData(
        "oracle bandit --generations -1",
        "--generations must be a whole number of at least 0, but is '-1'. Type 'metarl oracle --help' for what there"
        + " is.")]
    [InlineData(
        "gradients x.yaml --batches 1",
        "--batches must be a whole number of at least 2, but is '1'. Type 'metarl gradients --help' for what there"
        + " is.")]
    [InlineData(
        "view runs --tasks 0",
        "--tasks must be a whole number of at least 1, but is '0'. Type 'metarl view --help' for what there is.")]
    [InlineData(
        "view runs --seed 0x1",
        "--seed must be a whole number of at least 0, but is '0x1'. Type 'metarl view --help' for what there is.")]
    [InlineData(
        "render runs --output a.jpg",
        "--output: A file must be a .png for a storyboard or an .mp4 for a film, but is '.jpg' (a.jpg); for numbered"
        + " frames name a folder, such as frames/. Type 'metarl render --help' for what there is.")]
    [InlineData(
        "render runs --output /dev/null/a/",
        "--output must be a folder, but '/dev/null' is a file; name another. Type 'metarl render --help' for what"
        + " there is.")]
    [InlineData(
        "simulate bandit --input",
        "--input needs a value: JSON: {\"params\": {...}, \"initial_state\": [...], \"actions\": [...]}, or an array of"
        + " these. Type 'metarl simulate --help' for what there is.")]
    [InlineData("list famlies", "There is no list 'famlies'; did you mean 'families'?")]
    [InlineData("doctor x", "'x' is one argument too many. Type 'metarl doctor --help' for what there is.")]
    public void Run_MistypedArguments_SaysSoInOneLine(string arguments, string expected) =>
        Assert.Equal(expected + "\n", Invocation.Of(arguments.Split(' ')).Error);

    [Theory]
    [InlineData("run", "x.yaml", "--output", "--output must be the name of a folder, but is empty.")]
    [InlineData("freeze", "bandit", "--output", "--output must be the name of a file, but is empty.")]
    [InlineData(
        "run", "x.yaml", "--seeds",
        "--seeds must be whole numbers of at most 2147483647 such as 1,2,3 or 1-5, 10000 in a range at most, but is"
        + " ''.")]
    [InlineData("run", "x.yaml", "--threads", "--threads must be a whole number of at least 1, but is ''.")]
    [InlineData("view", "runs", "--rounds", "--rounds must be a whole number of at least 0, but is ''.")]
    [InlineData("simulate", "bandit", "--input", "--input must be the name of a file, but is ''.")]
    [InlineData("oracle", "bandit", "--tasks", "--tasks must be a whole number of at least 1, but is ''.")]
    public void Run_EmptyValue_SaysTheRule(string command, string argument, string option, string expected) =>
        Assert.Equal(
        new Invocation(2, "", $"{expected} Type 'metarl {command} --help' for what there is.\n"),
        Invocation.Of(command, argument, option, ""));

    [Fact]
    public void Run_EmptyArgument_SaysWhatIsNeeded() => Assert.Equal(
        new Invocation(
            2, "",
            "'metarl run' needs FILE: the experiment file, such as configs/quickstart.yaml. Type 'metarl run --help'"
            + " for what there is.\n"),
        Invocation.Of("run", ""));

    [Fact]
    public void Freeze_NameTooLong_SaysTheRule() => Assert.Equal(
        new Invocation(
            2, "",
            "--output must end with a name of at most 240 bytes, but it has 300. Type 'metarl freeze --help' for what"
            + " there is.\n"),
        Invocation.Of("freeze", "bandit", "--output", new string('ä', 150)));

    [Theory]
    [InlineData("rnu")]
    [InlineData("run")]
    [InlineData("run x.yaml --threads 0")]
    [InlineData("list famlies")]
    public void Run_MistypedArguments_EndsWithTwo(string arguments) =>
        Assert.Equal(2, Invocation.Of(arguments.Split(' ')).ExitCode);

    [Fact]
    public void Run_MistypedArgumentsAndNobodyToTell_EndsWithTwo()
    {
        using var full = new FullWriter();
        Assert.Equal(2, CommandRunner.Run(["rnu"], new Terminal(TextWriter.Null, full, Live: false)));
    }

    [Fact]
    public void Run_MistypedArguments_PrintsNothingElse() => Assert.Equal("", Invocation.Of("rnu").Out);

    /// <summary>Standard error on a full disk.</summary>
    private sealed class FullWriter : StringWriter
    {
        public override void WriteLine(string? value) => throw new IOException("No space left on device");
    }
}
