using MetaRL.Agents.InnerLoops;
using MetaRL.Agents.Policies;
using MetaRL.Checkpoints;
using MetaRL.Environments.Bandits;
using MetaRL.Environments.Grids;
using MetaRL.Environments.Tasks;
using MetaRL.Learners;
using MetaRL.Optimizers;
using MetaRL.Tests.Runs;
using Xunit;
using static TorchSharp.torch;

namespace MetaRL.Tests.Learners;

public sealed class RlSquaredTests
{
    [Theory]
    [InlineData("continuous")]
    [InlineData("discrete")]
    public void Iterate_TwiceFromTheSameKey_GivesTheSameBytes(string actions) => Assert.Equal(
        Train(TinyTrials.Learner(actions), 3), Train(TinyTrials.Learner(actions), 3));

    [Fact]
    public void Iterate_OnTwoThreads_GivesTheSameBytesTwice()
    {
        var chunks = new TaskChunks(1, 2);
        Assert.Equal(
            Train(TinyTrials.Learner("discrete", chunks), 3), Train(TinyTrials.Learner("discrete", chunks), 3));
    }

    [Fact]
    public void Iterate_AfterACheckpoint_GivesTheSameBytesAsWithout()
    {
        var learner = TinyTrials.Learner("discrete");
        var path = Path.Combine(SmallRun.Folder(), "iteration-000002.safetensors");
        var owner = new CheckpointOwner("rl2", "cart-pole", Seed: 1, ConfigHash: "abc");
        Checkpoint.Save(path, Iterate(learner, learner.Initialize(new RngKey(1)), 2), owner);

        var resumed = Iterate(learner, Checkpoint.Load(path, learner.Initialize(default), owner), 4);

        Assert.Equal(Train(learner, 4), Bytes(resumed));
    }

    [Fact]
    public void Iterate_Always_LeavesTheOldStateAsItWas()
    {
        var learner = TinyTrials.Learner("continuous");
        var state = learner.Initialize(new RngKey(1));
        var before = Bytes(state);
        learner.Iterate(new RngKey(2), state);
        Assert.Equal(before, Bytes(state));
    }

    [Fact]
    public void Iterate_Always_CountsIterationsAndSteps()
    {
        var family = new GridNavigation(horizon: 6);
        var (tiny, _) = TinyTrials.Of("discrete");
        var head = new CategoricalPolicy(4, 5, [], Activation.Tanh);
        var learner = new RlSquared(
            tiny with { Source = new TaskSource(family) },
            new RecurrentPolicy(2, family.Actions, new GruSettings(4, 2), head),
            TinyTrials.Settings);

        var (state, metrics) = learner.Iterate(new RngKey(2), learner.Initialize(new RngKey(1)));

        Assert.Equal(1, state.Iteration);
        Assert.Equal(3 * 4 * 6 * 3, state.EnvSteps); // tasks × envs × horizon × episodes; a grid never terminates
        Assert.Equal(state.EnvSteps, metrics.EnvSteps);
    }

    [Fact]
    public void Iterate_WithWeightsThatAreNotFinite_SaysSo()
    {
        var learner = TinyTrials.Learner("continuous");
        var state = learner.Initialize(new RngKey(1));
        state.Theta.Flat.fill_(double.NaN);
        Assert.Throws<NonFiniteException>(() => learner.Iterate(new RngKey(2), state));
    }

    [Fact]
    public void Agent_Always_PlaysOneEpisodeALaneInEachRound()
    {
        var learner = TinyTrials.Learner("continuous");
        var (problem, _) = TinyTrials.Of("continuous");
        var rounds = learner.Agent(learner.Initialize(new RngKey(1)), problem.Adaptation.Inner, updates: 2)
            .Adapt(new RngKey(2), problem.Source.Family, problem.SampleTasks(new RngKey(3), 1), envs: 4).ToArray();
        Assert.Equal(3, rounds.Length);
        Assert.All(rounds, round => Assert.Equal([5, 3, 4], round.Rewards.shape));
    }

    // The margin was fixed before the first run. Two arms, ten pulls: what cannot learn about its task earns 5.0,
    // whatever it does.
    [Fact]
    public void Iterate_SixtyTimesOnABandit_LearnsToExploreAndExploit()
    {
        var family = new Bandit(arms: 2, horizon: 10);
        var head = new CategoricalPolicy(32, 2, [], Activation.Tanh);
        var problem = TinyProblem.Of(
            family, head, new PolicyGradient(new PolicyGradientSettings()), tasks: 100, envs: 4, updates: 1,
            new TaskChunks(50, 2), ScalarType.Float32);
        var learner = new RlSquared(
            problem, new RecurrentPolicy(1, family.Actions, new GruSettings(32), head),
            new RlSquaredSettings(
                new GruSettings(32), Episodes: 1,
                new RecurrentPpoSettings(Adam: new AdamSettings(StepSize: 3e-3) { MaxGradientNorm = 0.5 }),
                new RecurrentWiring()));
        var state = learner.Initialize(new RngKey(1));
        var returns = new List<double>();
        for (var iteration = 0; iteration < 60; iteration++)
        {
            (state, var metrics) = learner.Iterate(new RngKey(2).At(iteration), state);
            returns.Add(metrics.ReturnAfter);
        }

        Assert.InRange(returns[0], 4.7, 5.3);
        Assert.True(returns.TakeLast(5).Average() > 5.6, $"{returns[^1]}");
    }

    private static double[] Train(RlSquared learner, int iterations) =>
        Bytes(Iterate(learner, learner.Initialize(new RngKey(1)), iterations));

    private static MetaState Iterate(RlSquared learner, MetaState state, int until)
    {
        while (state.Iteration < until)
        {
            (state, _) = learner.Iterate(new RngKey(2).At(state.Iteration), state);
        }

        return state;
    }

    // θ and the optimiser's tensors
    private static double[] Bytes(MetaState state) =>
        [.. state.Tensors.SelectMany(tensor => tensor.data<double>().ToArray())];
}
