using MetaRL.Configuration.Yaml;
using MetaRL.Runs;
using MetaRL.Viewer.Loading;
using Xunit;

namespace MetaRL.Tests.Viewer;

public sealed class AgentsInTasksTests(TrainedRuns runs) : IClassFixture<TrainedRuns>
{
    [Fact]
    public void Load_OfAnExperiment_HasItsAlgorithmsInTheirOrder() =>
        Assert.Equal(["maml", "random"], Names(new([runs.Points])));

    [Fact]
    public void Load_OfAGroup_HasItsFirstExperiment() => Assert.Equal("grid-navigation", Family(new([runs.Group])));

    [Fact]
    public void Load_OfAnExperimentOfAGroup_HasThatOne() =>
        Assert.Equal("point-navigation", Family(new([runs.Group]) { Experiment = "points" }));

    [Fact]
    public void Load_OfTwoRuns_HasAColumnForEach() => Assert.Equal(
        ["random", "maml"], Names(new([TrainedRuns.Run(runs.Points, "random"), TrainedRuns.Run(runs.Points, "maml")])));

    [Fact]
    public void Load_OfTheSameAlgorithmTwice_TellsThemApart()
    {
        var run = TrainedRuns.Run(runs.Points, "maml");
        using var setup = AgentsInTasks.Load(new([run, run]));
        Assert.Equal("maml 1", setup.NameOf(1));
    }

    [Fact]
    public void Load_WithAnAgentsName_HasThatOneAlone() =>
        Assert.Equal(["random"], Names(runs.Request with { Agents = ["random"] }));

    [Fact]
    public void Load_OfAnExperimentFile_HasAnUntrainedAgent()
    {
        using var setup = AgentsInTasks.Load(
            new([Write("name: x\nfamily: {name: cart-pole}\n")]) { Agents = ["maml"] });
        Assert.Null(setup.Agents[0].Run);
    }

    [Fact]
    public void Load_Always_DrawsTheTasksOfItsSeed()
    {
        using var one = AgentsInTasks.Load(runs.Request with { Seed = 5 });
        using var same = AgentsInTasks.Load(runs.Request with { Seed = 5 });
        using var other = AgentsInTasks.Load(runs.Request with { Seed = 6 });
        Assert.Equal(Hash(one), Hash(same));
        Assert.NotEqual(Hash(one), Hash(other));
    }

    [Fact]
    public void Load_OfAFixedSetOfTasks_TakesSomeOfThem()
    {
        using var setup = AgentsInTasks.Load(new([runs.Grids]) { Tasks = 4 });
        Assert.Equal(4, setup.Tasks.Count);
    }

    [Fact]
    public void Load_OfMoreTasksThanThereAre_SaysHowManyThereAre() =>
        AssertRefused<ConfigurationException>(
            new([runs.Grids]) { Tasks = 22 },
            "--tasks: The split 'test' of grid-navigation has 21 tasks, but 22 were asked for.");

    [Fact]
    public void Load_OfAFolderWithoutRuns_SaysWhatToName()
    {
        var folder = Directory.CreateDirectory(Path.Combine(runs.Folder, "empty")).FullName;
        AssertRefused<ConfigurationException>(
            new([folder]),
            $"{folder}: There is no run; name the folder of one, or of an experiment, such as"
            + " runs/quickstart/point-navigation,"
            + " or train with `metarl run configs/quickstart.yaml`.");
    }

    [Fact]
    public void Load_OfARunWithoutCheckpoints_SaysHowToTrainIt()
    {
        var run = Path.Combine(runs.Folder, "bare");
        Directory.CreateDirectory(run);
        foreach (var file in new[] { "config.yaml", "provenance.json" })
        {
            File.Copy(
                Path.Combine(TrainedRuns.Run(runs.Points, "maml"), file), Path.Combine(run, file), overwrite: true);
        }

        AssertRefused<RunDirectoryException>(
            new([run]), $"{run}: The run has no checkpoint; train it with `metarl train`.");
    }

    [Fact]
    public void Load_OfRunsOfTwoFamilies_NamesThem()
    {
        var other = TrainedRuns.Run(runs.Grids, "maml");
        AssertRefused<ConfigurationException>(
            new([TrainedRuns.Run(runs.Points, "maml"), other]),
            $"{other}: This run is of grid-navigation with 6 steps, observations box of 2 in [-1, 1] and actions one"
            + " of 5, but the first is of"
            + " point-navigation with 12 steps, observations box of 2, unbounded and actions box of 2 in [-0.1, 0.1];"
            + " watch runs of the same family together.");
    }

    [Fact]
    public void Load_OfAnExperimentFileWithoutAName_SaysWhichThereAre()
    {
        var file = Write("name: x\nfamily: {name: cart-pole}\nalgorithms: {maml: {}, rl2: {}}\n");
        AssertRefused<ConfigurationException>(
            new([file]),
            $"{file}: Agents of an experiment file are not trained; name those to watch with --agent (maml, rl2), or"
            + " watch a folder below runs/.");
    }

    [Fact]
    public void Load_WithAMistypedAgent_SuggestsTheNearest() => AssertRefused<ConfigurationException>(
        runs.Request with { Agents = ["mmal"] }, $"{runs.Points}: There is no agent 'mmal'; did you mean 'maml'?");

    private static void AssertRefused<T>(ViewRequest request, string message)
        where T : Exception =>
        Assert.Equal(message, Assert.Throws<T>(() => AgentsInTasks.Load(request)).Message);

    private static string Hash(AgentsInTasks setup) => setup.Family.Tasks.ContentHash(setup.Tasks.ToSet());

    private static string Family(ViewRequest request)
    {
        using var setup = AgentsInTasks.Load(request);
        return setup.Family.Name;
    }

    private static IReadOnlyList<string> Names(ViewRequest request)
    {
        using var setup = AgentsInTasks.Load(request);
        return [.. setup.Agents.Select(agent => agent.Name)];
    }

    private string Write(string yaml)
    {
        var file = Path.Combine(runs.Folder, $"{Guid.NewGuid()}.yaml");
        File.WriteAllText(file, yaml);
        return file;
    }
}
