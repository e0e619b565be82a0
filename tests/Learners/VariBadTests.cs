using MetaRL.Agents.Adaptation;
using MetaRL.Agents.InnerLoops;
using MetaRL.Agents.Policies;
using MetaRL.Checkpoints;
using MetaRL.Environments.Control;
using MetaRL.Environments.Grids;
using MetaRL.Environments.Tasks;
using MetaRL.Learners;
using MetaRL.Optimizers;
using MetaRL.Tests.Agents;
using MetaRL.Tests.Runs;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace MetaRL.Tests.Learners;

public sealed class VariBadTests
{
    private static readonly PolicySettings Architecture = new([5], Activation.Tanh, InitialStd: 1);

    private static readonly VariBadSettings Settings = new(
        Hidden: 4, Layers: 1, Latent: 2, Episodes: 2, new RecurrentPpoSettings(Epochs: 2, Minibatches: 2),
        new TaskDecoderSettings([6], SeesAction: true, TransitionWeight: 0.5),
        new BeliefSettings(Updates: 2, Trials: 9, Replay: 20));

    [Theory]
    [InlineData("grid")]
    [InlineData("cart-pole")]
    [InlineData("point")]
    public void Iterate_AfterACheckpoint_GivesTheSameBytesAsWithout(string family)
    {
        var learner = Learner(family);
        var path = Path.Combine(SmallRun.Folder(), "iteration-000002.safetensors");
        var owner = new CheckpointOwner("varibad", family, Seed: 1, ConfigHash: "abc");
        Checkpoint.Save(path, Iterate(learner, learner.Initialize(new RngKey(1)), 2), owner);
        var resumed = Iterate(learner, Checkpoint.Load(path, learner.Initialize(default), owner), 4);
        Assert.Equal(Bytes(Iterate(learner, learner.Initialize(new RngKey(1)), 4)), Bytes(resumed));
    }

    [Fact]
    public void Iterate_OnTwoThreads_GivesTheSameBytes() => Assert.Equal(
        Bytes(Iterate(Learner("grid", threads: 1), Learner("grid").Initialize(new RngKey(1)), 3)),
        Bytes(Iterate(Learner("grid", threads: 2), Learner("grid").Initialize(new RngKey(1)), 3)));

    [Fact]
    public void Iterate_Always_LeavesTheOldStateAsItWas()
    {
        var learner = Learner("cart-pole");
        var state = learner.Initialize(new RngKey(1));
        var before = Bytes(state);
        learner.Iterate(new RngKey(2), state);
        Assert.Equal(before, Bytes(state));
    }

    // Kernels run through the memory forwards and backwards, libtorch through everything else.
    [Theory]
    [InlineData("grid")]
    [InlineData("point")]
    public void Iterate_WithoutKernels_GoesTheSameWay(string family)
    {
        using var scope = NewDisposeScope();
        var fused = Learner(family).Iterate(new RngKey(2), Learner(family).Initialize(new RngKey(1)));
        var plain = Learner(family, kernels: false)
            .Iterate(new RngKey(2), Learner(family, kernels: false).Initialize(new RngKey(1)));
        Assert.Equal(plain.Metrics.Outer["reconstruction"], fused.Metrics.Outer["reconstruction"], 1e-3);
        Assert.InRange((plain.State.Theta.Flat - fused.State.Theta.Flat).abs().max().ToDouble(), 0, 1e-3);
    }

    // With no step on the bound, encoder and decoder stay as they were drawn, and policy and value move.
    [Fact]
    public void Iterate_WithoutStepsOnTheBound_TeachesTheEncoderNothing()
    {
        using var scope = NewDisposeScope();
        var learner = Learner("grid", settings: Settings with { Belief = Settings.Belief with { Updates = 0 } });
        var first = learner.Initialize(new RngKey(1));
        var after = Iterate(learner, first, 2).Theta;
        foreach (var (weight, (before, now)) in after.Layout.Weights.Zip(
            after.Layout.Split(first.Theta.Flat).Zip(after.Layout.Split(after.Flat))))
        {
            var moved = !before.equal(now).all().ToBoolean();
            var isPolicys = weight.Name.StartsWith("action", StringComparison.Ordinal)
                || weight.Name.StartsWith("value", StringComparison.Ordinal)
                || weight.Name is "belief.mean" or "belief.std"; // by which the policy sees beliefs
            Assert.True(moved == isPolicys, $"{weight.Name} moved: {moved}");
        }
    }

    // With no step of the policy's learner it is the other way round.
    [Fact]
    public void Iterate_WithoutStepsOfThePolicy_TeachesItNothing()
    {
        using var scope = NewDisposeScope();
        var still = new AdamSettings(StepSize: 0) { MaxGradientNorm = 1 };
        var learner = Learner("grid", settings: Settings with { Ppo = Settings.Ppo with { Adam = still } });
        var first = learner.Initialize(new RngKey(1));
        var after = Iterate(learner, first, 2).Theta;
        var changed = after.Layout.Weights.Zip(
                after.Layout.Split(first.Theta.Flat).Zip(after.Layout.Split(after.Flat)))
            .Where(pair => !pair.Second.First.equal(pair.Second.Second).all().ToBoolean())
            .Select(pair => pair.First.Name).ToArray();
        Assert.DoesNotContain(changed, name => name.StartsWith("action", StringComparison.Ordinal));
        Assert.DoesNotContain(changed, name => name.StartsWith("value", StringComparison.Ordinal));
        Assert.Contains("gru1.hidden.weight", changed);
        Assert.Contains("decoder.reward.layer1.weight", changed);
        Assert.Contains("decoder.transition.layer2.bias", changed);
    }

    [Fact]
    public void Agent_Always_PlaysOneEpisodeALaneInEachRound()
    {
        using var scope = NewDisposeScope();
        var learner = Learner("grid");
        var problem = Problem("grid");
        var rounds = learner.Agent(learner.Initialize(new RngKey(1)), problem.Adaptation.Inner, updates: 2)
            .Adapt(new RngKey(2), problem.Source.Family, problem.SampleTasks(new RngKey(3), 1), envs: 4).ToArray();
        Assert.Equal(3, rounds.Length);
        Assert.All(rounds, round => Assert.Equal([4, 3, 4], round.Rewards.shape));
    }

    // Its last layer W h + b with W = 0 and b = (0.3, −1, ln 4, 0) says (μ, log σ²).
    [Fact]
    public void Agent_OfAFamilyWithoutGoalCells_TellsTheMomentsOfItsBelief()
    {
        using var scope = NewDisposeScope();
        var learner = Learner("point");
        var state = learner.Initialize(new RngKey(1));
        var layout = state.Theta.Layout;
        foreach (var (weight, values) in layout.Weights.Zip(layout.Split(state.Theta.Flat)))
        {
            if (weight.Name is "belief.weight" or "belief.bias")
            {
                values.copy_(
                    weight.Shape.Count == 1
                        ? tensor(new[] { 0.3f, -1, MathF.Log(4), 0 })
                        : zeros_like(values));
            }
        }

        var told = new List<LatentBelief>();
        var family = new PointNavigation(horizon: 4);
        var agent = (IInspectableAgent)learner.Agent(state, new PolicyGradientSettings().Create(), updates: 0);
        _ = agent.Adapt(
            new RngKey(3), family, family.Sample(default, 2, TaskSplit.Test).To(CPU, ScalarType.Float32), envs: 1,
            new SnapshotObserver(one => told.Add((LatentBelief)one.Believe()!))).ToArray();
        Assert.Equal([0.3, -1, 0.3, -1], told[^1].Mean.Select(value => Math.Round(value, 6)));
        Assert.Equal([2.0, 1, 2, 1], told[^1].Deviation.Select(value => Math.Round(value, 6)));
    }

    // The margins were fixed before the first run: three times as much as at first where the goal was found, and more
    // than anywhere else together.
    [Fact]
    public void Iterate_OnASmallGrid_ComesToBelieveInTheGoalsThatItFound()
    {
        using var scope = NewDisposeScope();
        var family = new GridNavigation(size: 3, horizon: 6, CellObservation.OneHot);
        var learner = (Settings with
        {
            Hidden = 32,
            Latent = 4,
            Decoder = new TaskDecoderSettings([16], RewardLikelihood.Bernoulli, Heads: true),
            Belief = new BeliefSettings(Updates: 6, Trials: 16, Adam: new AdamSettings(StepSize: 5e-3)),
        }).Create(Problem(family, tasks: 16), Architecture with { Hidden = [32] });
        var state = Iterate(learner, learner.Initialize(new RngKey(1)), 150);
        var goals = family.Goals(TaskSplit.Test);
        var tasks = family.Sample(default, goals.Count, TaskSplit.Test).To(CPU, ScalarType.Float32);
        var beliefs = new List<double[]>();
        var agent = (IInspectableAgent)learner.Agent(state, new PolicyGradientSettings().Create(), updates: 1);
        var rollouts = agent.Adapt(
            new RngKey(3), family, tasks, envs: 1,
            new SnapshotObserver(one => beliefs.Add(((GoalBelief)one.Believe()!).Probability))).ToArray();
        var found = Enumerable.Range(0, goals.Count).Where(task => rollouts.Any(
            rollout => rollout.Rewards.select(1, task).max().ToSingle() > 0)).ToArray();
        Assert.True(found.Length >= goals.Count / 3, $"{found.Length} goals were found.");
        double InTheGoal(double[] belief) => found.Average(task => belief[(task * 9) + goals[task]]);
        Assert.All(beliefs, belief => Assert.Equal(goals.Count, belief.Sum(), 4));
        Assert.True(InTheGoal(beliefs[^1]) > Math.Max(0.5, 3 * InTheGoal(beliefs[0])), $"{InTheGoal(beliefs[^1])}");
    }

    private static IMetaLearner Learner(
        string family, int threads = 1, bool kernels = true, VariBadSettings? settings = null) =>
        (settings ?? Settings).Create(Problem(family, threads), Architecture with { UsesKernels = kernels });

    private static MetaProblem Problem(string family, int threads = 1)
    {
        TaskFamily tasks = family switch
        {
            "grid" => new GridNavigation(size: 3, horizon: 4, CellObservation.OneHot),
            "point" => new PointNavigation(horizon: 4),
            _ => new CartPole(horizon: 12),
        };
        return Problem(tasks, tasks: 3, new TaskChunks(1, threads));
    }

    private static MetaProblem Problem(TaskFamily family, int tasks, TaskChunks? chunks = null) => TinyProblem.Of(
        family, Architecture.Create(family), new PolicyGradientSettings().Create(), tasks, envs: 4, updates: 1, chunks,
        ScalarType.Float32);

    private static MetaState Iterate(IMetaLearner learner, MetaState state, long until)
    {
        while (state.Iteration < until)
        {
            state = learner.Iterate(new RngKey(5).At((int)state.Iteration), state).State;
        }

        return state;
    }

    private static byte[] Bytes(MetaState state) =>
        [.. state.Tensors.SelectMany(tensor => tensor.contiguous().bytes.ToArray())];
}
