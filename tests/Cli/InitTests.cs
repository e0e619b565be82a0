using MetaRL.Cli;
using MetaRL.Cli.Output;
using MetaRL.Cli.Setup;
using MetaRL.Configuration;
using MetaRL.Tests.Configuration;
using Xunit;

namespace MetaRL.Tests.Cli;

/// <summary><c>init</c> asks, writes a file that can be run, and overwrites none.</summary>
public sealed class InitTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("metarl init ").FullName;

    private string Target => Path.Combine(_folder, "x.yaml");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Init_WithAnswers_WritesWhatTheySay()
    {
        var run = Asked("grid-navigation\nmaml,random\n2s\nmine 3-4\n", "init", Target);
        Assert.True(run.ExitCode == 0, run.Error);
        var experiment = Assert.Single(ExperimentFile.Load(Target, []));
        Assert.Equal(("mine", "grid-navigation"), (experiment.Path, experiment.Family.Name));
        Assert.Equal([3, 4], experiment.Seeds);
        Assert.Equal(["maml", "random"], experiment.Algorithms.Select(one => one.Name));
        Assert.EndsWith($"  metarl run '{Target}'\n", run.Out, StringComparison.Ordinal);
    }

    [Fact]
    public void Init_OfAFamilyThatThereIsNot_AsksAgain()
    {
        var run = Asked("bandti\nbandit\nrandom\n1s\n\n", "init", Target);
        Assert.Contains("There is no family 'bandti'; did you mean 'bandit'?\nWhich family", run.Out);
        Assert.Equal("bandit", ExperimentFile.Load(Target, [])[0].Family.Name);
    }

    [Fact]
    public void Init_OfAlgorithmsThatDoNotFit_AsksAgain()
    {
        var run = Asked("bandit\npearl\nrandom\n1s\n\n", "init", Target);
        Assert.Contains("pearl needs continuous, bounded actions", run.Out, StringComparison.Ordinal);
        Assert.Equal("random", Assert.Single(ExperimentFile.Load(Target, [])[0].Algorithms).Name);
    }

    [Fact]
    public void Init_WithOptions_AsksNothing()
    {
        var run = Invocation.Of(
            "init", Target, "--family", "bandit", "--algorithms", "random,classical", "--time", "1s", "--name", "a 7",
            "--yes");
        Assert.StartsWith($"{Target} written: ", run.Out, StringComparison.Ordinal);
        SchemaOfExperiments.AssertAccepts(File.ReadAllText(Target));
        Invocation.Succeeds("check", Target);
    }

    [Fact]
    public void Init_OfAFileThatIsThere_LeavesIt()
    {
        File.WriteAllText(Target, "mine");
        Assert.Equal(
            new Invocation(
                2, "", $"{Target}: There is such a file already; name another, or overwrite it with --force.\n"),
            Invocation.Of("init", Target, "--yes"));
        Assert.Equal("mine", File.ReadAllText(Target));
    }

    [Fact]
    public void Init_OfAWrongOption_EndsWithTwo() => Assert.Equal(
        new Invocation(2, "", "There is no algorithm 'mamll'; did you mean 'maml'?\n"),
        Invocation.Of("init", Target, "--algorithms", "mamll", "--yes"));

    [Theory]
    [InlineData("a minute", 60)]
    [InlineData("an hour", 3600)]
    [InlineData("90s", 90)]
    [InlineData("1.5h", 5400)]
    [InlineData("0s", null)]
    [InlineData("1d", null)]
    public void Parse_OfATime_IsInSeconds(string text, int? seconds) =>
        Assert.Equal(seconds, TimeBudget.Parse(text)?.TotalSeconds);

    [Theory]
    [InlineData(60, 1, 25)] // (60 − 10) / 2
    [InlineData(60, 2, 10)] // (30 − 10) / 2
    [InlineData(5, 1, 0)]
    public void Iterations_OfATime_FillWhatEvaluationLeaves(double seconds, int seeds, int expected) =>
        Assert.Equal(expected, new RunTiming(Iteration: 2, Evaluation: 10).Iterations(seconds, seeds));

    private static Invocation Asked(string answers, params string[] args)
    {
        var (output, error) = (new StringWriter(), new StringWriter());
        var terminal = new Terminal(output, error, Live: false) { In = new StringReader(answers) };
        return new Invocation(CommandRunner.Run(args, terminal), output.ToString(), error.ToString());
    }
}
