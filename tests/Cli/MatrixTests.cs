using MetaRL.Cli.Experiments;
using Xunit;

namespace MetaRL.Tests.Cli;

/// <summary>Many runs of one file: sweeps, choices, several at a time, what would be run.</summary>
public sealed class MatrixTests : IDisposable
{
    private readonly ExperimentFolder _folder = new("seeds: [1, 2]");

    [Fact]
    public void Run_Sweep_WritesAFolderForEachPoint()
    {
        var run = Run("--sweep", "inner.step_size=0.1,0.5", "--parallel", "2");
        Assert.True(run.ExitCode == 0, run.Error);
        Assert.True(File.Exists(_folder.Run("inner.step_size=0.5", "maml", "seed-2", "evaluation", "test.json")));
        Assert.True(File.Exists(_folder.Run("inner.step_size=0.5", "comparison.md")));
        Assert.True(File.Exists(_folder.Run("comparison.md")));
        Assert.Contains("| best ", run.Out, StringComparison.Ordinal);
        Assert.EndsWith($"{_folder.Run("comparison.md")}\n{_folder.Run("report.html")}\n", run.Out);
    }

    [Fact]
    public void Run_Algorithm_RunsThatOneAlone()
    {
        Assert.Equal(0, Run("--algorithm", "maml", "--seeds", "3").ExitCode);
        Assert.True(Directory.Exists(_folder.Run("maml", "seed-3")));
        Assert.False(Directory.Exists(_folder.Run("random")));
    }

    [Fact]
    public void Run_PointOfASweep_RunsThatOneAlone()
    {
        Assert.Equal(0, Run("--sweep", "inner.step_size=0.1,0.5", "--experiment", "inner.step_size=0.5").ExitCode);
        Assert.True(Directory.Exists(_folder.Run("inner.step_size=0.5", "maml", "seed-1")));
        Assert.False(Directory.Exists(_folder.Run("inner.step_size=0.1")));
        Assert.False(File.Exists(_folder.Run("sweep.md"))); // one of two is no ranking
    }

    [Fact]
    public void Compare_Algorithm_SaysWhichAreLeftOut()
    {
        Assert.Equal(0, Run().ExitCode);
        Invocation.Succeeds("compare", _folder.Config, "--output", _folder.Runs, "--algorithm", "maml");
        Assert.Contains(
            "- Left out by `--algorithm`: random.\n", File.ReadAllText(_folder.Run("comparison.md")),
            StringComparison.Ordinal);
    }

    [Fact]
    public void Run_SweepOfAKeyThatAnAlgorithmDoesNotKnow_NamesNoBest()
    {
        var run = Run("--sweep", "inner.step_size=0.1,0.2", "--set", "algorithms.rl2.episodes=2");
        Assert.True(run.ExitCode == 0, run.Error);
        const string Indifference = "The values make no difference to rl2: its training is the same with all of them.";
        Assert.Contains(Indifference, run.Out, StringComparison.Ordinal);
        Assert.Contains(Indifference, File.ReadAllText(_folder.Run("sweep.md")), StringComparison.Ordinal);
        Assert.Matches(
            "maml at `inner.step_size: 0.[12]`; rl2, to which they make no difference",
            File.ReadAllText(_folder.Run("comparison.md")));
    }

    [Theory]
    [InlineData(6, 1)]
    [InlineData(3, 2)] // beside 2 + 1
    [InlineData(3, 8)] // the longest
    public void Makespan_RunsOfThreeTwoAndOneSecond_IsThatOfTheWorkers(double seconds, int workers) =>
        Assert.Equal(seconds, DryRun.Makespan([3, 2, 1], workers));

    [Fact]
    public void Run_OneOfManyFails_SaysWhichAndDoesTheOthers()
    {
        var run = Run("--sweep", "inner.step_size=0.1,1e30");
        Assert.Equal(1, run.ExitCode);
        Assert.StartsWith("tiny/inner.step_size=1e30 maml seed 1: maml seed 1, meta-iteration 1: ", run.Error);
        Assert.Contains("tiny/inner.step_size=1e30 maml seed 2: failed: ", run.Out, StringComparison.Ordinal);
        Assert.True(File.Exists(_folder.Run("inner.step_size=0.1", "comparison.md")));
    }

    [Fact]
    public void Run_AllFailForOneReason_SaysItOnce()
    {
        var run = Run("--device", "cuda:99");
        Assert.Equal(1, run.ExitCode);
        Assert.StartsWith("compute.device is cuda:99, but ", run.Error);
        Assert.Single(run.Error.TrimEnd().Split('\n'));
    }

    [Fact]
    public void Run_NothingCanBeWritten_SaysItOnce() => Assert.Equal(
        new Invocation(1, "", "/proc/x/y: Nothing can be written to '/proc'; name another --output.\n"),
        Invocation.Of("run", _folder.Config, "--output", "/proc/x/y")); // where not even root may

    [Fact]
    public void Run_DryRun_ListsAndWritesNothing()
    {
        var run = Run("--dry-run", "--parallel", "2");
        Assert.True(run.ExitCode == 0, run.Error);
        Assert.Contains("| maml seed 2   | new              |", run.Out, StringComparison.Ordinal);
        Assert.Contains("| random seed 1 | nothing to train | –", run.Out, StringComparison.Ordinal);
        Assert.Matches(
            @"4 runs, 2 to train, which takes about \d+\.\d s, 2 at a time\. Evaluation comes on top\.\n$", run.Out);
        Assert.False(Directory.Exists(_folder.Runs));
    }

    [Fact]
    public void Run_DryRunOfWhatIsTrained_SaysSo()
    {
        Assert.Equal(0, Invocation.Of("train", _folder.Config, "--output", _folder.Runs).ExitCode);
        var run = Run("--dry-run", "--set", "training.iterations=5");
        Assert.Contains("| maml seed 1   | at 2 of 5        |", run.Out, StringComparison.Ordinal);
        Assert.Contains("4 runs, 0 to train", Run("--dry-run").Out, StringComparison.Ordinal);
    }

    [Fact]
    public void Run_DryRunOfHalving_CountsOnlyWhatIsTrained()
    {
        var run = Run(
            "--dry-run", "--set", "sweep.method=halving", "--set", "training.iterations=30", "--sweep",
            "inner.step_size=0.1,0.2,0.3");
        Assert.Contains("most of them not to their end", run.Out, StringComparison.Ordinal);
    }

    [Fact]
    public void Check_Sweep_ListsTenPointsAndTheNumberOfTheOthers()
    {
        var run = Invocation.Of(
            "check", _folder.Config, "--sweep", "inner.step_size={log_uniform:[0.01,1]}", "--set", "sweep.samples=30");
        Assert.Equal(0, run.ExitCode);
        Assert.Equal(12, run.Out.TrimEnd().Split('\n').Length);
        Assert.EndsWith("... and 20 more points\n", run.Out);
    }

    [Theory]
    [InlineData(
        2, "--sweep inner.stepsize=0.1,0.2: Unknown key 'stepsize' in inner; did you mean 'step_size'?", "--sweep",
        "inner.stepsize=0.1,0.2")]
    [InlineData(2, "--sweep inner=0.1: A sweep is written key=value,value with a key in full", "--sweep", "inner=0.1")]
    [InlineData(2, "--sweep inner.step_size: A sweep is written key=value,value", "--sweep", "inner.step_size")]
    [InlineData(
        2, "--sweep inner.step_size=: sweep.inner.step_size must hold at least one value", "--sweep",
        "inner.step_size=")]
    [InlineData(2, "--parallel must be a whole number of at least 1, but is '0'.", "--parallel", "0")]
    [InlineData(2, "*: There is no algorithm 'mamll'; did you mean 'maml'?", "--algorithm", "mamll")]
    [InlineData(2, "*: There is no experiment 'tinny'; did you mean 'tiny'?", "--experiment", "tinny")]
    public void Run_BadChoice_SaysWhatIsWrong(int exitCode, string begin, params string[] options)
    {
        var run = Run(options);
        Assert.Equal(exitCode, run.ExitCode);
        Assert.StartsWith(begin.Replace("*", _folder.Config, StringComparison.Ordinal), run.Error);
    }

    [Fact]
    public void Run_TooManyRuns_NeedYes()
    {
        string[] many =
        [
            "check", _folder.Config, "--sweep", "training.tasks={int_uniform:[1,99999]}", "--set", "sweep.samples=3000",
        ];
        var refused = Invocation.Of(many);
        Assert.Equal(2, refused.ExitCode);
        Assert.Contains(
            "The sweep comes to 12,000 training runs, more than 10,000", refused.Error, StringComparison.Ordinal);
        Assert.Equal(0, Invocation.Of([.. many, "--yes"]).ExitCode);
    }

    public void Dispose() => _folder.Dispose();

    private Invocation Run(params string[] options) =>
        Invocation.Of(["run", _folder.Config, "--output", _folder.Runs, .. options]);
}
