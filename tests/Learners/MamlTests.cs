using MetaRL.Agents.InnerLoops;
using MetaRL.Agents.Policies;
using MetaRL.Baselines;
using MetaRL.Environments.Control;
using MetaRL.Environments.Tasks;
using MetaRL.Learners;
using MetaRL.Optimizers;
using Xunit;
using static TorchSharp.torch;

namespace MetaRL.Tests.Learners;

public sealed class MamlTests
{
    [Theory]
    [InlineData("continuous")]
    [InlineData("discrete")]
    public void Iterate_TwiceFromTheSameKey_GivesTheSameBytes(string actions) => Assert.Equal(
        Train(Learner(TinyProblem.Of(actions, 1)), 3), Train(Learner(TinyProblem.Of(actions, 1)), 3));

    [Fact]
    public void Iterate_OnTwoThreads_GivesTheSameBytesTwice()
    {
        var chunks = new TaskChunks(1, 2);
        Assert.Equal(
            Train(Learner(TinyProblem.Continuous(1, chunks)), 3), Train(Learner(TinyProblem.Continuous(1, chunks)), 3));
    }

    [Fact]
    public void Iterate_Always_LeavesTheOldStateAsItWas()
    {
        var learner = Learner(TinyProblem.Continuous(1));
        var state = learner.Initialize(new RngKey(1));
        var before = state.Theta.Flat.data<double>().ToArray();
        learner.Iterate(new RngKey(2), state);
        Assert.Equal(before, state.Theta.Flat.data<double>().ToArray());
    }

    [Fact]
    public void Iterate_Always_CountsIterationsAndSteps()
    {
        var learner = Learner(TinyProblem.Discrete(2));
        var (state, metrics) = learner.Iterate(new RngKey(2), learner.Initialize(new RngKey(1)));
        Assert.Equal(1, state.Iteration);
        Assert.Equal(3 * 4 * 6 * 3, state.EnvSteps);  // tasks × envs × horizon × (updates + 1); a grid never terminates
        Assert.Equal(state.EnvSteps, metrics.EnvSteps);
    }

    [Fact]
    public void MultiTask_InOneIteration_SeesAsManyStepsAsMaml()
    {
        var learner = MultiTask.Create(TinyProblem.Discrete(2), new Trpo(new TrpoSettings()));
        Assert.Equal(3 * 4 * 6 * 3, learner.Iterate(new RngKey(2), learner.Initialize(new RngKey(1))).Metrics.EnvSteps);
    }

    [Fact]
    public void TaskConditionedOracle_Always_HasMoreInputsThanThePolicyThatIsNot()
    {
        var problem = TinyProblem.Continuous(1);
        var oracle = new TaskConditionedOracleSettings(new TrpoSettings())
            .Create(problem, new PolicySettings([5, 4], Activation.Tanh, InitialStd: 1));
        Assert.Equal(
            problem.Adaptation.Policy.Layout.Count + (2 * 5), oracle.Initialize(new RngKey(1)).Theta.Flat.size(0));
    }

    [Fact]
    public void Iterate_WithWeightsThatAreNotFinite_SaysSo()
    {
        var learner = Learner(TinyProblem.Continuous(1));
        var state = learner.Initialize(new RngKey(1));
        state.Theta.Flat.fill_(double.NaN);
        Assert.Throws<NonFiniteException>(() => learner.Iterate(new RngKey(2), state));
    }

    [Fact]
    public void Iterate_WithTrpo_KeepsTheDivergenceWithinItsBound()
    {
        var learner = Learner(TinyProblem.Continuous(2));
        var metrics = learner.Iterate(new RngKey(2), learner.Initialize(new RngKey(1))).Metrics;
        Assert.InRange(metrics.Outer["kl"], 1e-6, 0.01);
    }

    // The margin was fixed before the first run: 40 small iterations must bring the adapted return from about −50
    // half-way up, and adapting must gain at least 5.
    [Fact]
    public void Iterate_FortyTimesOnPointNavigation_LearnsToAdapt()
    {
        var problem = TinyProblem.Of(
            new PointNavigation(horizon: 50), new GaussianPolicy(2, 2, [32, 32], Activation.Tanh),
            new PolicyGradient(new PolicyGradientSettings(StepSize: 0.1)), tasks: 20, envs: 10, updates: 1,
            new TaskChunks(5, 2), ScalarType.Float32);
        var learner = new Maml(problem, GradientOrder.Second, new Trpo(new TrpoSettings(MaxKl: 0.02)));
        var state = learner.Initialize(new RngKey(1));
        var returns = new List<(double Before, double After)>();
        for (var iteration = 0; iteration < 40; iteration++)
        {
            (state, var metrics) = learner.Iterate(new RngKey(2).At(iteration), state);
            returns.Add((metrics.ReturnBefore, metrics.ReturnAfter));
        }

        var last = returns.TakeLast(5).ToArray();
        Assert.True(last.Average(one => one.After) > returns[0].After / 2, $"{returns[0]} → {last[^1]}");
        Assert.True(last.Average(one => one.After - one.Before) > 5, $"{last[^1]}");
    }

    private static Maml Learner(MetaProblem problem) =>
        new(problem, GradientOrder.Second, new Trpo(new TrpoSettings()));

    private static double[] Train(Maml learner, int iterations)
    {
        var state = learner.Initialize(new RngKey(1));
        for (var iteration = 0; iteration < iterations; iteration++)
        {
            (state, _) = learner.Iterate(new RngKey(2).At(iteration), state);
        }

        return state.Theta.Flat.data<double>().ToArray();
    }
}
