using MetaRL.Agents.Policies;
using MetaRL.Checkpoints;
using MetaRL.Environments.Tasks;
using MetaRL.Learners;
using MetaRL.Runs;
using MetaRL.Tests.Runs;
using Xunit;
using static TorchSharp.torch;

namespace MetaRL.Tests.Checkpoints;

public sealed class CheckpointTests
{
    private static readonly CheckpointOwner Owner = new("maml", "point-navigation", Seed: 1, ConfigHash: "abc");

    private readonly string _path = Path.Combine(SmallRun.Folder(), "iteration-000003.safetensors");

    [Fact]
    public void Load_Saved_HasTheSameWeights()
    {
        Checkpoint.Save(_path, SmallRun.State(), Owner);

        Assert.Equal([1, 2, 3, 4, 5, 6, 7, 8], Load().Theta.Flat.data<float>().ToArray());
    }

    [Fact]
    public void Load_Saved_HasTheSameOptimizer()
    {
        Checkpoint.Save(_path, SmallRun.State(), Owner);

        Assert.Equal(
            [0.25, 0.25, 0.25, 0.25, 0.25, 0.25, 0.25, 0.25], Load().Optimizer["adam.m"].data<double>().ToArray());
    }

    [Fact]
    public void Load_Saved_HasTheSameCounts()
    {
        Checkpoint.Save(_path, SmallRun.State(iteration: 3), Owner);

        Assert.Equal((3, 1200), (Load().Iteration, Load().EnvSteps));
    }

    [Fact]
    public void Save_Loaded_IsTheSameFile()
    {
        Checkpoint.Save(_path, SmallRun.State(iteration: 3), Owner);
        var bytes = File.ReadAllBytes(_path);

        Checkpoint.Save(_path, Load(), Owner);

        Assert.Equal(bytes, File.ReadAllBytes(_path));
    }

    [Fact]
    public void Save_Twice_LeavesNoOtherFile()
    {
        Checkpoint.Save(_path, SmallRun.State(), Owner);
        Checkpoint.Save(_path, SmallRun.State(), Owner);

        Assert.Equal([_path], Directory.GetFiles(Path.GetDirectoryName(_path)!));
    }

    [Fact]
    public void Load_InAScope_OutlivesIt()
    {
        Checkpoint.Save(_path, SmallRun.State(), Owner);
        MetaState state;
        using (NewDisposeScope())
        {
            state = Load();
        }

        Assert.False(state.Theta.Flat.IsInvalid);
    }

    [Theory]
    [InlineData("{maml: {}}")]
    [InlineData("{maml: {outer: {optimizer: adam}}}")]
    [InlineData("{multi-task: {}}")]
    [InlineData("{random: {}}")]
    [InlineData("{oracle: {}}")]
    public void Load_FirstStateOfALearner_HasTheSameBytes(string algorithms)
    {
        var experiment = SmallRun.Experiment($"name: x\nfamily: {{name: grid-navigation}}\nalgorithms: {algorithms}");
        var learner = Algorithm.Build(experiment, experiment.Algorithms[0], CPU).Learner;
        Checkpoint.Save(_path, learner.Initialize(new RngKey(1)), Owner);
        var bytes = File.ReadAllBytes(_path);

        Checkpoint.Save(_path, Checkpoint.Load(_path, learner.Initialize(new RngKey(2)), Owner), Owner);

        Assert.Equal(bytes, File.ReadAllBytes(_path));
    }

    [Fact]
    public void Load_CutShort_SaysSo()
    {
        Checkpoint.Save(_path, SmallRun.State(), Owner);
        File.WriteAllBytes(_path, File.ReadAllBytes(_path)[..^1]);

        Assert.Equal(
            $"{_path}: The checkpoint cannot be read: it is cut short;"
            + " delete it, and the run goes on from the one before.",
            Message());
    }

    [Fact]
    public void Load_FlippedBit_SaysSo()
    {
        Checkpoint.Save(_path, SmallRun.State(), Owner);
        var bytes = File.ReadAllBytes(_path);
        bytes[^1] ^= 1;
        File.WriteAllBytes(_path, bytes);

        Assert.Equal(
            $"{_path}: The checkpoint cannot be read: its bytes are not those that were written: the checksum differs;"
            + " delete it, and the run goes on from the one before.",
            Message());
    }

    [Fact]
    public void Load_ForeignSafetensors_SaysSo()
    {
        File.WriteAllBytes(_path, new Safetensors([], new Dictionary<string, string>()).ToBytes());

        Assert.Equal(
            $"{_path}: This safetensors file is no checkpoint of MetaRL; name one from a run's checkpoints folder.",
            Message());
    }

    [Fact]
    public void Load_LaterFormat_NamesTheVersionToUse()
    {
        var texts = new Dictionary<string, string>
        {
            ["format"] = "metarl-checkpoint", ["format_version"] = "9", ["metarl_version"] = "7.0.0",
        };
        File.WriteAllBytes(_path, new Safetensors([], texts).ToBytes());

        Assert.Equal(
            $"{_path}: The checkpoint's format is 9, but this version of MetaRL reads 1; use MetaRL 7.0.0.", Message());
    }

    [Fact]
    public void Load_Missing_SaysSo() => Assert.Equal($"{_path}: There is no such checkpoint.", Message());

    [Fact]
    public void Load_OtherFamily_NamesBoth()
    {
        Checkpoint.Save(_path, SmallRun.State(), Owner with { Family = "grid-navigation" });

        Assert.Equal(
            $"{_path}: The checkpoint's family is grid-navigation, but point-navigation is asked for;"
            + " load it with its own run.",
            Message());
    }

    [Fact]
    public void Load_OtherAlgorithm_NamesBoth()
    {
        Checkpoint.Save(_path, SmallRun.State(), Owner with { Algorithm = "oracle" });

        Assert.Equal(
            $"{_path}: The checkpoint's algorithm is oracle, but maml is asked for; load it with its own run.",
            Message());
    }

    [Fact]
    public void Load_OtherSeed_NamesBoth()
    {
        Checkpoint.Save(_path, SmallRun.State(), Owner with { Seed = 2 });

        Assert.Equal($"{_path}: The checkpoint's seed is 2, but 1 is asked for; load it with its own run.", Message());
    }

    [Fact]
    public void Load_OtherSettings_SaysSo()
    {
        Checkpoint.Save(_path, SmallRun.State(), Owner with { ConfigHash = "def" });

        Assert.Equal(
            $"{_path}: The checkpoint was written with other settings than the run has;"
            + " load it with its own run.",
            Message());
    }

    [Fact]
    public void Load_OtherShape_NamesTheWeight()
    {
        var layout = new ParamLayout([new Weight("weight", [3, 2]), new Weight("bias", [2])]);
        Checkpoint.Save(_path, SmallRun.State(layout: layout), Owner);

        Assert.Equal(
            $"{_path}: The checkpoint is of another architecture: it holds theta.weight Float32 [3, 2],"
            + " but the learner has theta.weight Float32 [2, 3]; load it with its own run.",
            Message());
    }

    [Fact]
    public void Load_UnknownWeight_NamesIt()
    {
        var layout = new ParamLayout([new Weight("weight", [2, 3]), new Weight("offset", [2])]);
        Checkpoint.Save(_path, SmallRun.State(layout: layout), Owner);

        Assert.Equal(
            $"{_path}: The checkpoint is of another architecture: it holds theta.offset Float32 [2],"
            + " but the learner has nothing of that name; load it with its own run.",
            Message());
    }

    [Fact]
    public void Load_WithoutAnOptimizersTensor_NamesIt()
    {
        Checkpoint.Save(_path, SmallRun.State() with { Optimizer = new Dictionary<string, Tensor>() }, Owner);

        Assert.Equal(
            $"{_path}: The checkpoint is of another architecture: it holds no optimizer.adam.m,"
            + " but the learner has optimizer.adam.m Float64 [8]; load it with its own run.",
            Message());
    }

    private MetaState Load() => Checkpoint.Load(_path, SmallRun.State(), Owner);

    private string Message() => Assert.Throws<CheckpointException>(Load).Message;
}
