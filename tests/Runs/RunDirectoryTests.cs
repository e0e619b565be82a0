using System.Text.Json;
using MetaRL.Checkpoints;
using MetaRL.Files;
using MetaRL.Runs;
using Xunit;

namespace MetaRL.Tests.Runs;

public sealed class RunDirectoryTests
{
    private readonly string _output = SmallRun.Folder();

    private string Location => Path.Combine(_output, "x", "maml", "seed-1");

    [Fact]
    public void Open_NewRun_LiesBelowExperimentAndAlgorithm()
    {
        using var run = SmallRun.Open(_output);

        Assert.Equal(Location, run.Location);
    }

    [Fact]
    public void Open_NewRun_WritesTheResolvedConfiguration()
    {
        SmallRun.Open(_output).Dispose();

        Assert.Equal(SmallRun.Experiment().ResolvedYaml, File.ReadAllText(Path.Combine(Location, "config.yaml")));
    }

    [Fact]
    public void Open_NewRun_NotesTheCommand()
    {
        SmallRun.Open(_output).Dispose();

        Assert.Equal("metarl run x.yaml", Provenance().GetProperty("command_line").GetString());
    }

    [Fact]
    public void Record_ResumedRun_NotesTheStart()
    {
        SmallRun.OpenAndTrainTo(_output, 2).Dispose();
        SmallRun.OpenAndTrainTo(_output, 4).Dispose();

        Assert.Equal(1, Provenance().GetProperty("resumed").GetArrayLength());
    }

    [Fact]
    public void Open_RunThatHasNothingToDo_LeavesTheProvenance()
    {
        SmallRun.OpenAndTrainTo(_output, 2).Dispose();
        var before = Provenance().ToString();

        SmallRun.OpenAndTrainTo(_output, 2).Dispose();

        Assert.Equal(before, Provenance().ToString());
    }

    [Fact]
    public void Complete_Run_NotesTheEnd()
    {
        using var run = SmallRun.Open(_output);

        run.Complete();

        Assert.Equal(JsonValueKind.String, Provenance().GetProperty("ended").ValueKind);
    }

    [Fact]
    public void Complete_RunThatEndedBefore_KeepsTheEnd()
    {
        CompleteRun();
        var before = Provenance().GetProperty("ended").GetDateTimeOffset();

        CompleteRun();

        Assert.Equal(before, Provenance().GetProperty("ended").GetDateTimeOffset());
    }

    [Fact]
    public void Record_RunThatEndedBefore_TakesBackTheEnd()
    {
        CompleteRun();

        SmallRun.OpenAndTrainTo(_output, 2).Dispose();

        Assert.Equal(JsonValueKind.Null, Provenance().GetProperty("ended").ValueKind);
    }

    [Fact]
    public void Resume_NewRun_IsTheFirstState()
    {
        using var run = SmallRun.Open(_output);
        var first = SmallRun.State();

        Assert.Same(first, run.Resume(first));
    }

    [Fact]
    public void Resume_InterruptedRun_IsTheLatestCheckpoint()
    {
        SmallRun.OpenAndTrainTo(_output, 3).Dispose();
        using var run = SmallRun.Open(_output);

        Assert.Equal(3, run.Resume(SmallRun.State()).Iteration);
    }

    [Fact]
    public void Resume_DamagedCheckpoint_IsRefused()
    {
        SmallRun.OpenAndTrainTo(_output, 3).Dispose();
        File.WriteAllText(Path.Combine(Location, "checkpoints", "iteration-000003.safetensors"), "");
        using var run = SmallRun.Open(_output);

        Assert.Throws<CheckpointException>(() => run.Resume(SmallRun.State()));
    }

    [Fact]
    public void Resume_MetricsBeyondTheCheckpoint_CutsThem()
    {
        using (var run = SmallRun.OpenAndTrainTo(_output, 2))
        {
            run.Record(SmallRun.State(3), SmallRun.Metrics, TimeSpan.Zero);
        }

        SmallRun.OpenAndTrainTo(_output, 3).Dispose();

        Assert.Equal([1, 2, 3], MetricsTable.Read(RunDirectory.MetricsOf(Location))["iteration"]);
    }

    [Fact]
    public void Record_FullDisk_SaysSoAndCanBeClosed()
    {
        using var run = SmallRun.Open(_output);
        run.Resume(SmallRun.State());
        var metrics = RunDirectory.MetricsOf(Location);
        File.CreateSymbolicLink(metrics, "/dev/full");

        Assert.Equal(
            $"{Location}: The run cannot be written here: No space left on device : '{metrics}';"
            + " use another --output, or make room and permission for it.",
            Assert.Throws<RunDirectoryException>(
                () => run.Record(SmallRun.State(1), SmallRun.Metrics, TimeSpan.Zero)).Message);
        run.Dispose();
    }

    [Fact]
    public void Save_FullDisk_LeavesThePartOfNoCheckpoint()
    {
        using var run = SmallRun.Open(_output);
        var checkpoint = run.Checkpoints.PathOf(0);
        File.CreateSymbolicLink(checkpoint + ".partial", "/dev/full");

        Assert.Equal(
            $"{checkpoint}: The file cannot be written: No space left on device : '{checkpoint}.partial';"
            + " use another --output, or make room and permission for it.",
            Assert.Throws<OutputException>(() => run.Save(SmallRun.State())).Message);
        Assert.Empty(Directory.GetFileSystemEntries(run.Checkpoints.Folder));
    }

    [Fact]
    public void Resume_CutThatFailed_IsMadeUpForByTheNext()
    {
        using (var run = SmallRun.OpenAndTrainTo(_output, 2))
        {
            run.Record(SmallRun.State(3), SmallRun.Metrics, TimeSpan.Zero);
        }

        var partial = RunDirectory.MetricsOf(Location) + ".partial";
        File.CreateSymbolicLink(partial, "/dev/full");
        using (var run = SmallRun.Open(_output))
        {
            Assert.Throws<OutputException>(() => run.Resume(SmallRun.State()));
        }

        Assert.Equal([1, 2, 3], MetricsTable.Read(RunDirectory.MetricsOf(Location))["iteration"]);
        SmallRun.OpenAndTrainTo(_output, 4).Dispose();
        Assert.Equal([1, 2, 3, 4], MetricsTable.Read(RunDirectory.MetricsOf(Location))["iteration"]);
        Assert.Single(Directory.GetFiles(Location, "events.out.tfevents.*"));
    }

    [Fact]
    public void Resume_AfterTheLastCheckpoint_AddsAnEventFile()
    {
        SmallRun.OpenAndTrainTo(_output, 2).Dispose();
        SmallRun.OpenAndTrainTo(_output, 3).Dispose();

        Assert.Equal(2, Directory.GetFiles(Location, "events.out.tfevents.*").Length);
    }

    [Fact]
    public void Resume_MetricsBeyondTheCheckpoint_WritesTheEventsAnew()
    {
        using (var run = SmallRun.OpenAndTrainTo(_output, 2))
        {
            run.Record(SmallRun.State(3), SmallRun.Metrics, TimeSpan.Zero);
        }

        SmallRun.OpenAndTrainTo(_output, 3).Dispose();

        Assert.Single(Directory.GetFiles(Location, "events.out.tfevents.*"));
    }

    [Fact]
    public void Save_Run_WritesACheckpoint()
    {
        SmallRun.OpenAndTrainTo(_output, 3).Dispose();

        Assert.True(File.Exists(Path.Combine(Location, "checkpoints", "iteration-000003.safetensors")));
    }

    [Theory]
    [InlineData("training.iterations=101")]
    [InlineData("training.checkpoint_every_iterations=3")]
    [InlineData("evaluation.updates=7")]
    [InlineData("compute.threads=1")]
    [InlineData("seeds=[1, 2, 3]")]
    [InlineData("algorithms={maml: {}, oracle: {}}")]
    [InlineData("algorithms.oracle={}")]
    public void Open_ChangeThatLeavesTheNumbers_GoesOn(string change)
    {
        SmallRun.OpenAndTrainTo(_output, 3).Dispose();
        using var run = SmallRun.Open(_output, change);

        Assert.Equal(3, run.Resume(SmallRun.State()).Iteration);
    }

    [Fact]
    public void Open_ChangeThatLeavesTheNumbers_IsWrittenDown()
    {
        SmallRun.Open(_output).Dispose();
        SmallRun.Open(_output, "training.iterations=101").Dispose();

        var config = File.ReadAllText(Path.Combine(Location, "config.yaml"));
        Assert.Contains("iterations: 101", config, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("inner.gamma=0.9", "inner.gamma is 0.9 now, but was 0.99")]
    [InlineData("training.iterations=99", "training.iterations is 99 now, but was 100")]
    [InlineData("training.tasks=5", "training.tasks is 5 now, but was 20")]
    [InlineData("family.horizon=50", "family.horizon is 50 now, but was 100")]
    [InlineData("policy.hidden=[64]", "policy.hidden is [64] now, but was [64, 64]")]
    [InlineData("algorithms.maml.order=first", "algorithms.maml.order is first now, but was second")]
    [InlineData("outer.max_kl=0.1", "algorithms.maml.outer.max_kl is 0.1 now, but was 0.01")]
    [InlineData("outer.optimizer=adam", "algorithms.maml.outer.optimizer is adam now, but was trpo")]
    [InlineData("family={name: grid-navigation}", "family.name is grid-navigation now, but was point-navigation")]
    public void Open_OtherSettings_NamesTheKeyAndTheCure(string change, string difference)
    {
        SmallRun.Open(_output).Dispose();

        Assert.Equal(
            $"{Location}: This run was begun with other settings: {difference};"
            + " use another name or --output for a run of its own.",
            Message(change));
    }

    [Fact]
    public void Open_OtherSettings_WritesNothing()
    {
        SmallRun.Open(_output).Dispose();
        var before = File.ReadAllText(Path.Combine(Location, "config.yaml"));

        Message("inner.gamma=0.9");

        Assert.Equal(before, File.ReadAllText(Path.Combine(Location, "config.yaml")));
    }

    [Fact]
    public void Open_WhileAnotherWrites_SaysSo()
    {
        using var run = SmallRun.Open(_output);

        Assert.Equal(
            $"{Location}: Another process is writing this run; wait for its end, or use another --output.", Message());
    }

    [Fact]
    public void Open_DirectoryOfSomethingElse_IsRefused()
    {
        Directory.CreateDirectory(Location);
        File.WriteAllText(Path.Combine(Location, "thesis.txt"), "");

        Assert.Equal(
            $"{Location}: The directory has files but no config.yaml, so it is no run;"
            + " use another --output, or delete it.",
            Message());
    }

    [Fact]
    public void Open_FileInTheWay_SaysSo()
    {
        File.WriteAllText(Path.Combine(_output, "x"), "");

        Assert.StartsWith($"{Location}: The run cannot be written here: ", Message(), StringComparison.Ordinal);
    }

    [Fact]
    public void Open_DamagedConfiguration_SaysSo()
    {
        SmallRun.Open(_output).Dispose();
        File.WriteAllText(Path.Combine(Location, "config.yaml"), "{");

        Assert.Equal($"{Location}: The run's config.yaml is damaged; delete the directory to begin anew.", Message());
    }

    [Fact]
    public void Read_SavedRun_TellsItsAlgorithm()
    {
        SmallRun.Open(_output).Dispose();

        Assert.Equal("maml", SavedRun.Read(Location).Algorithm.Entry.Name);
    }

    [Fact]
    public void Read_SavedRun_OwnsItsCheckpoints()
    {
        SmallRun.OpenAndTrainTo(_output, 3).Dispose();
        var saved = SavedRun.Read(Location);

        var state = Checkpoint.Load(saved.Checkpoints.Latest()!.Path, SmallRun.State(), saved.Owner);

        Assert.Equal(3, state.Iteration);
    }

    [Fact]
    public void Read_OtherDirectory_SaysSo() => Assert.Equal(
        $"{_output}: This is not the directory of a run; name one such as runs/point-navigation/maml/seed-1.",
        Assert.Throws<RunDirectoryException>(() => SavedRun.Read(_output)).Message);

    private string Message(params string[] overrides) =>
        Assert.Throws<RunDirectoryException>(() => SmallRun.Open(_output, overrides)).Message;

    private void CompleteRun()
    {
        using var run = SmallRun.Open(_output);
        run.Complete();
    }

    private JsonElement Provenance() =>
        JsonDocument.Parse(File.ReadAllBytes(Path.Combine(Location, "provenance.json"))).RootElement;
}
