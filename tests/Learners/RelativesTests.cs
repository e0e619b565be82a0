using MetaRL.Agents.InnerLoops;
using MetaRL.Agents.Policies;
using MetaRL.Agents.Rollouts;
using MetaRL.Environments.Tasks;
using MetaRL.Learners;
using MetaRL.Optimizers;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace MetaRL.Tests.Learners;

/// <summary>
/// The relatives of MAML: what adapts, and that what is learnt is the derivative of what comes of it.
/// </summary>
public sealed class RelativesTests
{
    private static readonly PolicySettings Architecture = new([5, 4], Activation.Tanh, 1);

    private static readonly Dictionary<string, LearnerSettings> Settings = new()
    {
        ["fomaml"] = new MamlSettings(GradientOrder.First, new TrpoSettings()),
        ["e-maml"] = new MamlSettings(GradientOrder.Second, new SgdSettings(), CreditsSampling: true),
        ["reptile"] = new ReptileSettings(new SgdSettings()),
        ["meta-sgd"] = new MetaSgdSettings(0.7, GradientOrder.Second, new TrpoSettings()),
        ["anil"] = new AnilSettings(GradientOrder.Second, new TrpoSettings()),
        ["cavia"] = new CaviaSettings(3, GradientOrder.Second, new TrpoSettings()),
        ["promp"] = new ProMpSettings(
            new PolicyGradientSettings(StepSize: 0.7, LaterStepSize: 0.4), 5, PpoSettings.Default),
    };

    public static TheoryData<string> Names => [.. Settings.Keys];

    public static IEnumerable<object[]> Differentiable =>
        from name in Settings.Keys
        where name is not ("reptile" or "fomaml")
        from actions in new[] { "continuous", "discrete" }
        from updates in new[] { 1, 3 }
        select new object[] { name, actions, updates };

    internal static IMetaLearner Learner(string name, MetaProblem problem) =>
        Settings[name].Create(problem, Architecture);

    private static MetaProblem Adapting(string name, MetaProblem problem) =>
        Settings[name].Adapting(problem, Architecture)!;

    [Theory]
    [MemberData(nameof(Differentiable))]
    public void Gradient_ThroughInnerSteps_IsTheDerivativeOfTheLoss(string name, string actions, int updates) =>
        MetaGradientTests.AssertGradient(Adapting(name, TinyProblem.Of(actions, updates)));

    [Theory]
    [MemberData(nameof(Differentiable))]
    public void Gradient_OfFirstOrder_IsTheDerivativeWithTheInnerGradientsHeld(
        string name, string actions, int updates) =>
        MetaGradientTests.AssertFirstOrder(Adapting(name, TinyProblem.Of(actions, updates)));

    // Where the policies are no longer those that gathered the data, ratios and divergences have gradients of their
    // own.
    [Theory]
    [MemberData(nameof(Differentiable))]
    public void ClippedGradient_AtOtherWeightsWithoutAClip_IsTheDerivativeOfTheLoss(
        string name, string actions, int updates)
    {
        using var scope = NewDisposeScope();
        var (objective, theta) = MetaGradientTests.At(
            scope, Adapting(name, TinyProblem.Of(actions, updates)), GradientOrder.Second);
        var moved = theta + (MetaGradientTests.Direction(9, theta) * 0.1);
        var gradient = objective.ClippedGradient(moved, epsilon: 1e9);
        for (var direction = 0; direction < 3; direction++)
        {
            var v = MetaGradientTests.Direction(direction, theta);
            var step = v * 1e-5;
            var difference = (objective.At(moved + step).Loss - objective.At(moved - step).Loss) / 2e-5;
            var derivative = (gradient * v).sum().ToDouble();
            Assert.True(Math.Abs(derivative) > 1e-6, $"{derivative}");
            Assert.True(
                Math.Abs(difference - derivative) <= 1e-7 * Math.Max(1, Math.Abs(derivative)),
                $"{difference} {derivative}");
        }
    }

    [Theory]
    [InlineData("meta-sgd")]
    [InlineData("anil")]
    [InlineData("cavia")]
    [InlineData("promp")]
    public void Gradient_OfFirstOrder_IsNotThatOfSecond(string name)
    {
        using var scope = NewDisposeScope();
        var problem = Adapting(name, TinyProblem.Continuous(updates: 2));
        var second = MetaGradientTests.At(scope, problem, GradientOrder.Second).Objective.Gradient;
        var first = MetaGradientTests.At(scope, problem, GradientOrder.First).Objective.Gradient;
        Assert.True((first - second).norm().ToDouble() > 0.01 * second.norm().ToDouble());
    }

    [Theory]
    [InlineData("e-maml")]
    [InlineData("reptile")]
    [InlineData("promp")]
    public void Iterate_InAnyChunks_LeadsToTheSameWeights(string name)
    {
        var whole = Learner(name, TinyProblem.Continuous(updates: 1));
        var chunked = Learner(name, TinyProblem.Continuous(updates: 1, new TaskChunks(2, 2)));
        var state = whole.Initialize(new RngKey(1));
        Assert.True(whole.Iterate(new RngKey(2), state).State.Theta.Flat.allclose(
            chunked.Iterate(new RngKey(2), state).State.Theta.Flat, 1e-9, 1e-11));
    }

    [Fact]
    public void MetaSgd_WithEveryStepSizeAsItStarts_AdaptsAsMamlDoes()
    {
        using var scope = NewDisposeScope();
        var problem = TinyProblem.Continuous(updates: 2);
        var theta = problem.Adaptation.Policy.Initialize(new RngKey(1), CPU, ScalarType.Float64);
        var trial = AdaptationBatch.Gather(scope, problem, new RngKey(2), theta).Single();
        var policy = new LearnedStepSizes(problem.Adaptation.Policy, 0.7);
        var both = policy.Start(policy.Initialize(new RngKey(1), CPU, ScalarType.Float64), 3)
            .Detach(requiresGrad: true);
        var plain = problem.Adaptation.Policy.Start(theta, 3).Detach(requiresGrad: true);
        var expected = problem.Adaptation.Inner.Update(
            problem.Adaptation.Policy, plain, trial.Rounds[0], 1, GradientOrder.First).Flat;
        var actual = problem.Adaptation.Inner.Update(policy, both, trial.Rounds[0], 1, GradientOrder.First).Flat;
        Assert.True(actual.narrow(1, 0, expected.size(1)).allclose(expected, 1e-12, 1e-14));
    }

    [Fact]
    public void MetaSgd_WithLearnedStepSizes_MovesEveryWeightByItsOwn()
    {
        using var scope = NewDisposeScope();
        // one weight, one bias
        var policy = new LearnedStepSizes(new CategoricalPolicy(1, 1, [], Activation.Tanh), 0.5);
        var phi = new Params(policy.Layout, tensor([1.0, 1.0, 0.25, -2.0], [1, 4]));
        var next = policy.Descend(phi, tensor([4.0, 8.0, 0.0, 0.0], [1, 4]), 1.0); // twice the first step size
        Assert.Equal([1 - (2 * 0.25 * 4), 1 + (2 * 2.0 * 8), 0.25, -2.0], next.Flat.data<double>().ToArray());
    }

    [Fact]
    public void Anil_Descending_LeavesAllButTheLastLayer()
    {
        using var scope = NewDisposeScope();
        var policy = new AdaptedLastLayer(new GaussianPolicy(1, 1, [1], Activation.Tanh)); // log σ; w₁, b₁; w₂, b₂
        var phi = new Params(policy.Layout, ones([1, 5], ScalarType.Float64));
        var next = policy.Descend(phi, tensor([1.0, 2.0, 3.0, 4.0, 5.0], [1, 5]), 0.5);
        Assert.Equal([1.0, 1.0, 1.0, -1.0, -1.5], next.Flat.data<double>().ToArray());
    }

    [Fact]
    public void Cavia_Starting_HasNoContextYet()
    {
        using var scope = NewDisposeScope();
        var (policy, theta, observations) = Context();
        var before = policy.With(theta).Act(observations).Parameters;
        Assert.True(policy.With(policy.Start(theta, 2)).Act(observations).Parameters.allclose(before, 1e-12, 1e-14));
        Assert.Equal(
            [0.0, 0.0, 0.0],
            policy.Start(theta, 2).Flat.narrow(1, theta.Layout.Count, 3).select(0, 1).data<double>().ToArray());
    }

    [Fact]
    public void Cavia_Descending_ChangesTheContextOnly()
    {
        using var scope = NewDisposeScope();
        var (policy, theta, observations) = Context();
        var phi = policy.Start(theta, 2);
        var next = policy.Descend(phi, ones_like(phi.Flat), 0.5);
        Assert.True(next.Flat.narrow(1, 0, theta.Layout.Count).Equals(phi.Flat.narrow(1, 0, theta.Layout.Count)));
        Assert.Equal(
            [-0.5, -0.5, -0.5], next.Flat.narrow(1, theta.Layout.Count, 3).select(0, 0).data<double>().ToArray());
        var acts = policy.With(next).Act(observations).Parameters;
        Assert.False(acts.allclose(policy.With(theta).Act(observations).Parameters, 1e-3, 1e-3));
    }

    [Fact]
    public void Reptile_WithTasksThatMoveByZeroOneAndTwo_GoesToTheirMean()
    {
        var tiny = TinyProblem.Continuous(updates: 1);
        var problem = tiny with { Adaptation = tiny.Adaptation with { Inner = new Counting() } };
        var learner = new Reptile(problem, new Sgd(new SgdSettings(StepSize: 0.25)));
        var state = learner.Initialize(new RngKey(1));
        var next = learner.Iterate(new RngKey(2), state).State;
        // Two updates each, of which task n makes n: θ + ¼ · mean(0, 2, 4)
        Assert.True((next.Theta.Flat - state.Theta.Flat).allclose(full_like(state.Theta.Flat, 0.5), 0, 1e-12));
    }

    [Fact]
    public void Ppo_InOneEpoch_IsAStepOfAdamAlongTheMetaGradient()
    {
        var problem = TinyProblem.Continuous(updates: 2);
        var ppo = new Maml(problem, GradientOrder.Second, new Ppo(PpoSettings.Default with { Clip = 1e9, Epochs = 1 }));
        var adam = new Maml(problem, GradientOrder.Second, new Adam(new AdamSettings()));
        var state = ppo.Initialize(new RngKey(1));
        Assert.Equal(
            adam.Iterate(new RngKey(2), state).State.Theta.Flat.data<double>().ToArray(),
            ppo.Iterate(new RngKey(2), state).State.Theta.Flat.data<double>().ToArray());
    }

    [Fact]
    public void Ppo_InManyEpochs_StaysNearerWithAClip()
    {
        var problem = TinyProblem.Continuous(updates: 1);
        Assert.True(Kl(clip: 0.05) < Kl(clip: 1e9) / 2);

        double Kl(double clip)
        {
            var ppo = new Maml(
                problem, GradientOrder.Second,
                new Ppo(new PpoSettings(clip, Epochs: 30, new AdamSettings(StepSize: 0.03))));
            return ppo.Iterate(new RngKey(2), ppo.Initialize(new RngKey(1))).Metrics.Outer["kl"];
        }
    }

    private static (ContextPolicy Policy, Params Theta, Tensor Observations) Context()
    {
        var policy = new ContextPolicy(new GaussianPolicy(2 + 3, 2, [5], Activation.Tanh), context: 3);
        return (
            policy, policy.Initialize(new RngKey(1), CPU, ScalarType.Float64),
            new RngKey(2).Normal([4, 2, 3, 2], CPU, ScalarType.Float64)); // [T, N, E, O]
    }

    // Adds n to every weight of task n.
    private sealed class Counting : IInnerLoop
    {
        public double Gamma => 1;

        public Experience Prepare(IPolicy policy, Params phi, Rollout rollout, int round) =>
            new(rollout, ones_like(rollout.Rewards), ones_like(rollout.Rewards));

        public Tensor Loss(IPolicy policy, Params phi, Experience experience) => throw new NotSupportedException();

        public Params Update(IPolicy policy, Params phi, Experience experience, int update, GradientOrder order) =>
            phi with { Flat = phi.Flat + arange(phi.Flat.size(0), dtype: ScalarType.Float64).unsqueeze(1) };
    }
}
