using MetaRL.Evaluation.Measuring;
using MetaRL.Runs;
using MetaRL.Tests.Viewer;
using Xunit;

namespace MetaRL.Tests.Cli;

/// <summary>
/// Runs of every learner, inner loop and outer optimiser as version 0.1 of 2026-11-29 wrote them, in tests/golden/runs:
/// whatever changes, they open, compare, go on, and are evaluated and drawn. They are never written anew.
/// </summary>
/// <remarks>
/// Where one fails, a key of the configuration was most likely added without saying what held before it
/// (MetaRL/Configuration/Runs/RunConfiguration.cs).
/// </remarks>
[Collection(GraphicsTurn.Name)]
public sealed class StoredRunTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("metarl test ").FullName;

    public StoredRunTests() => Copy(Stored, _folder);

    public static IEnumerable<object[]> Runs => Locations.Select(run => new object[] { run });

    private static IEnumerable<string> Locations =>
        Directory.GetFiles(Stored, "provenance.json", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(Path.Combine(Stored, "stored"), Path.GetDirectoryName(file)!)).Order();

    private static string Stored => Checkout.Path("tests", "golden", "runs");

    private string Config => Path.Combine(_folder, "stored.yaml");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Compare_StoredEvaluations_Succeeds() => Invocation.Succeeds("compare", Config, "--output", _folder);

    [Fact]
    public void Compare_StoredEvaluationsOfOtherSettings_IsRefused()
    {
        var invocation = Invocation.Of(
            "compare", Config, "--output", _folder, "--set", "evaluation.envs_per_task=3", "--experiment", "learners");
        Assert.Equal(
            $"{File("learners/maml/seed-1", "evaluation", "test.json")}: The evaluation is not of this experiment:"
            + " evaluation.envs_per_task is 3"
            + " now, but was 2; evaluate anew with `metarl evaluate`.\n",
            invocation.Error);
    }

    [Fact]
    public void Compare_StoredEvaluationsOfARunThatWasStartedAnewWithOtherSettings_IsRefused()
    {
        string[] settings = ["--output", _folder, "--set", "evaluation.updates=2"];
        Invocation.Succeeds(["train", Config, .. settings]);
        Assert.EndsWith(
            "/test.json: The evaluation is not of this experiment: it has 1 updates, the experiment 2; evaluate anew"
            + " with `metarl evaluate`.\n",
            Invocation.Of(["compare", Config, .. settings]).Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Evaluate_ACheckpointUnderAnotherName_IsRefused()
    {
        var folder = File("learners/maml/seed-1", "checkpoints");
        System.IO.File.Move(
            Path.Combine(folder, "iteration-000002.safetensors"), Path.Combine(folder, "iteration-000003.safetensors"));
        Assert.EndsWith(
            "iteration-000003.safetensors: The checkpoint is of iteration 2, whatever its name says; rename it, and"
            + " train on with `metarl train`.\n",
            Invocation.Of(
                "evaluate", Config, "--output", _folder, "--set", "training.iterations=3", "--experiment", "learners",
                "--algorithm", "maml").Error,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Evaluate_StoredRuns_SaysWhatTheEvaluationsAreMadeFrom()
    {
        Invocation.Succeeds("evaluate", Config, "--output", _folder);
        var source = EvaluationFile.Read(File("learners/maml/seed-1", "evaluation", "test.json")).Source!;
        Assert.Equal((2, "second"), (source.Iteration, source.Settings["algorithms.maml.order"]));
    }

    [Fact]
    public void Train_ForOneIterationMore_GoesOnWithEveryStoredRunThatLearns()
    {
        Invocation.Succeeds("train", Config, "--output", _folder, "--set", "training.iterations=3");
        string[] learning = [.. Locations.Where(run => System.IO.File.Exists(File(run, "metrics.csv")))];
        Assert.Equal(19, learning.Length);
        Assert.All(learning, run => Assert.Equal(3, MetricsTable.Read(File(run, "metrics.csv")).Rows.Count));
    }

    [Theory]
    [MemberData(nameof(Runs))]
    public void Render_AStoredRun_DrawsIt(string run)
    {
        var picture = Path.Combine(_folder, "a.png");
        Invocation.Succeeds("render", File(run), "--output", picture, "--tasks", "1", "--size", "480x320");
        Assert.True(System.IO.File.Exists(picture));
    }

    private string File(string run, params string[] parts) => Path.Combine([_folder, "stored", run, .. parts]);

    private static void Copy(string from, string to)
    {
        foreach (var file in Directory.GetFiles(from, "*", SearchOption.AllDirectories))
        {
            var copy = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            System.IO.File.Copy(file, copy);
        }
    }
}
