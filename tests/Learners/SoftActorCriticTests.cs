using MetaRL.Agents.InnerLoops;
using MetaRL.Agents.Policies;
using MetaRL.Baselines;
using MetaRL.Checkpoints;
using MetaRL.Environments.Control;
using MetaRL.Environments.Tasks;
using MetaRL.Learners;
using MetaRL.Optimizers;
using MetaRL.Tests.Runs;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace MetaRL.Tests.Learners;

public sealed class SoftActorCriticTests
{
    private static readonly PolicySettings Architecture = new([5], Activation.Tanh, InitialStd: 1);

    private static readonly SoftActorCriticSettings Learning = new(
        TrainingTasks: 6, WarmUpEpisodes: 2, GradientSteps: 4, MetaBatch: 3, Batch: 5, Replay: 30);

    private static readonly ContextSettings Context = new(
        Latent: 2, Hidden: [6], Size: 7, SeesNext: true, DivergenceWeight: 0.1, PriorEpisodes: 1, PosteriorEpisodes: 1,
        ExtraEpisodes: 1, ExplorationEpisodes: 1);

    private static readonly PointNavigation Sparse = new(
        horizon: 4, goals: PointGoals.HundredOfSemicircle, trainsDense: true);

    [Theory]
    [InlineData("pearl")]
    [InlineData("sac")]
    public void Iterate_AfterACheckpoint_GivesTheSameBytesAsWithout(string name)
    {
        var learner = Learner(name);
        var path = Path.Combine(SmallRun.Folder(), "iteration-000002.safetensors");
        var owner = new CheckpointOwner(name, "point-navigation", Seed: 1, ConfigHash: "abc");
        Checkpoint.Save(path, Iterate(learner, learner.Initialize(new RngKey(1)), 2), owner);
        var resumed = Iterate(learner, Checkpoint.Load(path, learner.Initialize(default), owner), 4);
        Assert.Equal(Bytes(Iterate(learner, learner.Initialize(new RngKey(1)), 4)), Bytes(resumed));
    }

    [Theory]
    [InlineData("pearl")]
    [InlineData("sac")]
    public void Iterate_OnTwoThreads_GivesTheSameBytes(string name) => Assert.Equal(
        Bytes(Iterate(Learner(name, threads: 1), Learner(name).Initialize(new RngKey(1)), 3)),
        Bytes(Iterate(Learner(name, threads: 2), Learner(name).Initialize(new RngKey(1)), 3)));

    [Fact]
    public void Iterate_Always_LeavesTheOldStateAsItWas()
    {
        var learner = Learner("pearl");
        var state = Iterate(learner, learner.Initialize(new RngKey(1)), 1);
        var before = Bytes(state);
        learner.Iterate(new RngKey(2), state);
        Assert.Equal(before, Bytes(state));
    }

    // 6 tasks twice first, then 3 tasks in 4 environments, three times with a context and twice without; 4 steps each.
    [Theory]
    [InlineData("pearl", 3 * 4 * 3 * 4)]
    [InlineData("sac", 3 * 4 * 2 * 4)]
    public void Iterate_Always_CountsTheStepsOfTheWarmUpOnce(string name, long expected)
    {
        var learner = Learner(name);
        var first = learner.Iterate(new RngKey(1), learner.Initialize(new RngKey(1)));
        Assert.Equal((6 * 2 * 4) + expected, first.Metrics.EnvSteps);
        Assert.Equal(expected, learner.Iterate(new RngKey(2), first.State).Metrics.EnvSteps);
    }

    // The warm-up reaches all 6 tasks, an iteration 3 of them; of those contexts begin anew, and the third episode of
    // an environment is part of no context.
    [Fact]
    public void Iterate_Always_KeepsWhatItGathersOfEachTask()
    {
        using var scope = NewDisposeScope();
        var learner = Learner("pearl");
        var state = learner.Iterate(new RngKey(1), learner.Initialize(new RngKey(1))).State.Optimizer;
        Assert.Equal([8L, 8, 8, 56, 56, 56], Counts(state, "replay"));
        Assert.Equal([8L, 8, 8, 32, 32, 32], Counts(state, "contexts"));

        static long[] Counts(IReadOnlyDictionary<string, Tensor> state, string ring) =>
            [.. state[$"{ring}.count"].data<long>().ToArray().Order()];
    }

    // In four steps no point comes near a goal.
    [Fact]
    public void Iterate_WithOtherRewardsToTrainOn_ShowsThemToTheCriticsAndNotToTheEncoder()
    {
        using var scope = NewDisposeScope();
        var learner = Learner("pearl");
        var state = learner.Iterate(new RngKey(1), learner.Initialize(new RngKey(1))).State.Optimizer;
        var replay = Transitions.Of(state["replay"].narrow(1, 0, 8), actions: 2);
        Assert.True(replay.Reward.max().ToSingle() < -0.4);
        Assert.Equal(0, state["contexts"].select(-1, 4).abs().max().ToSingle()); // (o, a, r, o′) → r
        var moved = replay.Observation + (replay.Action * 0.1);
        Assert.Equal(0, (moved - replay.Next).abs().max().ToSingle(), 1e-6);
    }

    // The goal is where the point starts and, nearly, stays: each episode ends with its first step.
    [Fact]
    public void Iterate_WhereTasksEnd_KeepsTheEndsAndNothingAfterThem()
    {
        using var scope = NewDisposeScope();
        var family = new PointNavigation(horizon: 4).With(Goals(new FixedValue(0.004)));
        var state = State(family, Architecture with { InitialStd = 1e-3 });
        Assert.Equal([2L + (3 * 4 * 2)], state["replay.count"].data<long>().ToArray());
        var ends = Transitions.Of(state["replay"].narrow(1, 0, 26), actions: 2).Terminated;
        Assert.Equal(1, ends.min().ToSingle());
    }

    // Nobody reaches the goal: what ends is the clock, after which there is more to come.
    [Fact]
    public void Iterate_WhereTheClockEndsEpisodes_KeepsNoEnd()
    {
        using var scope = NewDisposeScope();
        var state = State(new PointNavigation(horizon: 4).With(Goals(new FixedValue(0.5))), Architecture);
        Assert.Equal([8L + (3 * 4 * 2 * 4)], state["replay.count"].data<long>().ToArray());
        Assert.Equal(0, Transitions.Of(state["replay"], actions: 2).Terminated.max().ToSingle());
    }

    [Fact]
    public void Agent_OfPearl_PlaysOneEpisodeALaneInEachRound()
    {
        using var scope = NewDisposeScope();
        var problem = Problem(Sparse);
        var rounds = Learner("pearl")
            .Agent(Learner("pearl").Initialize(new RngKey(1)), problem.Adaptation.Inner, updates: 2)
            .Adapt(new RngKey(2), Sparse, problem.SampleTasks(new RngKey(3), 1), envs: 4).ToArray();
        Assert.Equal(3, rounds.Length);
        Assert.All(rounds, round => Assert.Equal([4, 3, 4], round.Rewards.shape));
    }

    // Two goals, 0.8 from each other: whoever acts alike in both tasks is at least 0.4 from the goal in the mean over
    // both, and so returns at most −4 in ten steps, where −0.6 is the optimum.
    [Fact]
    public void Iterate_OnTwoGoals_LearnsToTellThemApart()
    {
        using var scope = NewDisposeScope();
        var family = new PointNavigation(horizon: 10).With(new Dictionary<string, ParameterDistribution>
        {
            ["goal_x"] = new ChoiceDistribution([-0.4, 0.4]),
            ["goal_y"] = new FixedValue(0),
        });
        var learning = Learning with
        {
            GradientSteps = 40,
            MetaBatch = 4,
            Batch = 32,
            Replay = 4000,
            Gamma = 0.9,
            Temperature = 0.02,
            LearnsTemperature = false,
            TargetRate = 0.02,
            Adam = new AdamSettings(StepSize: 3e-3),
        };
        var context = Context with { Size = 20, Hidden = [32], DivergenceWeight = 1e-3 };
        var problem = Problem(family);
        var learner = new PearlSettings(learning, context).Create(problem, Architecture with { Hidden = [32, 32] });
        var state = Iterate(learner, learner.Initialize(new RngKey(1)), 40);
        var tasks = family.Sample(new RngKey(3), 40, TaskSplit.Test).To(CPU, ScalarType.Float32);
        var optimum = family.Oracle!.OptimalReturn(tasks).mean().ToDouble();
        var lost = learner.Agent(state, problem.Adaptation.Inner, updates: 2)
            .Adapt(new RngKey(4), family, tasks, envs: 4)
            .Select(round => optimum - round.Returns.mean().ToDouble()).ToArray();
        Assert.Equal(-0.6, optimum, 1e-5);
        Assert.InRange(lost[1], 0, 3.4 * 2 / 3);
        Assert.InRange(lost[2], 0, 3.4 * 2 / 3);
    }

    internal static IMetaLearner Learner(string name, int threads = 1)
    {
        LearnerSettings settings = name == "pearl"
            ? new PearlSettings(Learning, Context)
            : new MultiTaskSoftActorCriticSettings(Learning, Episodes: 2);
        return settings.Create(Problem(Sparse, new TaskChunks(1, threads)), Architecture);
    }

    private static IReadOnlyDictionary<string, Tensor> State(TaskFamily family, PolicySettings architecture)
    {
        var learner = new MultiTaskSoftActorCriticSettings(Learning with { Replay = 200 }, Episodes: 2)
            .Create(Problem(family), architecture);
        return learner.Iterate(new RngKey(1), learner.Initialize(new RngKey(1))).State.Optimizer;
    }

    private static Dictionary<string, ParameterDistribution> Goals(ParameterDistribution one) =>
        new() { ["goal_x"] = one, ["goal_y"] = one };

    private static MetaProblem Problem(TaskFamily family, TaskChunks? chunks = null) => TinyProblem.Of(
        family, Architecture.Create(family), new PolicyGradientSettings().Create(), tasks: 3, envs: 4, updates: 1,
        chunks, ScalarType.Float32);

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
