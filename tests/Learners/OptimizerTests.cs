using MetaRL.Optimizers;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace MetaRL.Tests.Learners;

public sealed class OptimizerTests
{
    [Fact]
    public void ConjugateGradient_AfterAsManyIterationsAsUnknowns_SolvesTheSystem()
    {
        using var scope = NewDisposeScope();
        var a = tensor([4.0, 1, 0, 1, 3, 1, 0, 1, 2], [3, 3]);
        var x = ConjugateGradient.Iterates(v => a.matmul(v), tensor([6.0, 10, 8]), 3).Last().X;
        Assert.Equal(
            [1.0, 2.0, 3.0], x.data<double>().ToArray(), (expected, actual) => Math.Abs(expected - actual) < 1e-12);
    }

    [Fact]
    public void ConjugateGradient_AtAnyIterate_KnowsItsProduct()
    {
        using var scope = NewDisposeScope();
        var a = tensor([4.0, 1, 0, 1, 3, 1, 0, 1, 2], [3, 3]);
        var (x, product) = ConjugateGradient.Iterates(v => a.matmul(v), tensor([6.0, 10, 8]), 2).Last();
        Assert.True(a.matmul(x).allclose(product, 1e-12, 1e-12));
    }

    [Fact]
    public void ConjugateGradient_OnceSolved_Stays()
    {
        using var scope = NewDisposeScope();
        var iterates = ConjugateGradient.Iterates(v => v * 2, tensor([2.0, 4.0]), 5)
            .Select(one => one.X.data<double>().ToArray()).ToArray();
        Assert.Equal([1.0, 2.0], iterates[0]);
        Assert.Equal([1.0, 2.0], iterates[4]);
    }

    [Fact]
    public void Trpo_OnAQuadratic_StepsToTheEdgeOfTheTrustRegion()
    {
        using var scope = NewDisposeScope();
        // F = I, s = (3, 4): a step of length √(2δ) = 0.2 along s / ‖s‖.
        var step = new Trpo(new TrpoSettings(MaxKl: 0.02, CgDamping: 0))
            .FullStep(tensor([3.0, 4.0]), tensor([3.0, 4.0]));
        Assert.Equal(
            [0.12, 0.16], step.data<double>().ToArray(), (expected, actual) => Math.Abs(expected - actual) < 1e-12);
    }

    [Fact]
    public void Trpo_OnAQuadratic_KeepsTheDivergenceWithinItsBound()
    {
        using var scope = NewDisposeScope();
        var (_, _, metrics) = new Trpo(new TrpoSettings(MaxKl: 0.02))
            .Step(zeros(2, ScalarType.Float64), NoState, new Quadratic(), iteration: 0);
        Assert.InRange(metrics["kl"], 0.01, 0.02);
        Assert.True(metrics["loss_change"] < 0);
    }

    [Fact]
    public void Trpo_WhenNoLengthHelps_StaysWhereItIs()
    {
        using var scope = NewDisposeScope();
        var (theta, metrics) = new Trpo(new TrpoSettings())
            .LineSearch(tensor([1.0, 1.0]), tensor([-1.0, -1.0]), new Quadratic());
        Assert.Equal([1.0, 1.0], theta.data<double>().ToArray());
        Assert.Equal(0.0, metrics["step_length"]);
    }

    [Fact]
    public void Trpo_WhenTheFullStepGoesTooFar_BacktracksByItsRatio()
    {
        using var scope = NewDisposeScope();
        // ½‖0.8ʲ · (0.3, 0)‖² < 0.02 first for j = 2: 0.5 · 0.192² = 0.0184
        var (_, metrics) = new Trpo(new TrpoSettings(MaxKl: 0.02)).LineSearch(
            zeros(2, ScalarType.Float64), tensor([0.3, 0.0]), new Quadratic());
        Assert.Equal(0.64, metrics["step_length"], 12);
    }

    [Fact]
    public void Adam_InItsFirstStep_MovesEveryWeightByTheStepSize()
    {
        using var scope = NewDisposeScope();
        var adam = new Adam(new AdamSettings(StepSize: 0.1));
        var theta = zeros(2, ScalarType.Float64);
        var (next, _, _) = adam.Step(theta, adam.Initialize(theta), new Quadratic(), iteration: 0);
        Assert.Equal(
            [-0.1, -0.1], next.data<double>().ToArray(), (expected, actual) => Math.Abs(expected - actual) < 1e-9);
    }

    [Fact]
    public void Adam_AfterTwoSteps_IsWhatTheAlgorithmGivesByHand()
    {
        using var scope = NewDisposeScope();
        var adam = new Adam(new AdamSettings(StepSize: 0.5, Beta1: 0.5, Beta2: 0.75, Epsilon: 0));
        // Gradients 1, then 2: m̂ = (0.25 + 1) / 0.75, v̂ = (0.1875 + 1) / 0.4375.
        var theta = zeros(1, ScalarType.Float64);
        var (first, state, _) = adam.Step(theta, adam.Initialize(theta), new Constant(1), iteration: 0);
        var (second, _, _) = adam.Step(first, state, new Constant(2), iteration: 0);
        Assert.Equal(-0.5 - (0.5 * (1.25 / 0.75) / Math.Sqrt(1.1875 / 0.4375)), second.ToDouble(), 12);
    }

    [Fact]
    public void Sgd_AfterTwoSteps_IsWhatMomentumGivesByHand()
    {
        using var scope = NewDisposeScope();
        var sgd = new Sgd(new SgdSettings(StepSize: 0.5, Momentum: 0.25));
        // Gradients 1, then 2: v = 1, then 0.25 + 2 = 2.25.
        var theta = zeros(1, ScalarType.Float64);
        var (first, state, _) = sgd.Step(theta, sgd.Initialize(theta), new Constant(1), iteration: 0);
        var (second, _, _) = sgd.Step(first, state, new Constant(2), iteration: 1);
        Assert.Equal((-0.5, -1.625), (first.ToDouble(), second.ToDouble()));
    }

    [Fact]
    public void Descent_OnALongGradient_FollowsItsDirectionOnly()
    {
        using var scope = NewDisposeScope();
        var sgd = new Sgd(new SgdSettings(StepSize: 1) { MaxGradientNorm = 1 });
        var theta = zeros(2, ScalarType.Float64);
        var (next, _, metrics) = sgd.Step(theta, sgd.Initialize(theta), new Quadratic(), iteration: 0);
        Assert.Equal(
            [-0.6, -0.8], next.data<double>().ToArray(), (expected, actual) => Math.Abs(expected - actual) < 1e-12);
        Assert.Equal(5.0, metrics["gradient_norm"], 12);
    }

    [Fact]
    public void Descent_OnAShortGradient_LeavesItAsItIs()
    {
        using var scope = NewDisposeScope();
        var sgd = new Sgd(new SgdSettings(StepSize: 1) { MaxGradientNorm = 6 });
        var theta = zeros(2, ScalarType.Float64);
        Assert.Equal(
            [-3.0, -4.0],
            sgd.Step(theta, sgd.Initialize(theta), new Quadratic(), iteration: 0).Theta.data<double>().ToArray());
    }

    [Fact]
    public void Descent_WithASchedule_TakesTheStepOfItsIteration()
    {
        using var scope = NewDisposeScope();
        var sgd = new Sgd(
            new SgdSettings(StepSize: 1)
            {
                Schedule = new StepSchedule(ScheduleShape.Linear, Iterations: 4, FinalRatio: 0),
            });
        var theta = zeros(1, ScalarType.Float64);
        Assert.Equal(-0.25, sgd.Step(theta, sgd.Initialize(theta), new Constant(1), iteration: 3).Theta.ToDouble());
    }

    private static IReadOnlyDictionary<string, Tensor> NoState { get; } = new Dictionary<string, Tensor>();

    // Loss gᵀθ with g = (3, 4), divergence ½‖θ‖², around θ = 0.
    private sealed class Quadratic : IMetaObjective
    {
        public double Loss => 0;

        public Tensor Gradient => tensor([3.0, 4.0]);

        public Tensor FisherProduct(Tensor v) => v;

        public Tensor ClippedGradient(Tensor theta, double epsilon) => Gradient;

        public (double Loss, double Kl) At(Tensor theta) =>
            ((theta * Gradient).sum().ToDouble(), theta.square().sum().ToDouble() / 2);
    }

    private sealed class Constant(double gradient) : IMetaObjective
    {
        public double Loss => 0;

        public Tensor Gradient => tensor([gradient]);

        public Tensor FisherProduct(Tensor v) => v;

        public Tensor ClippedGradient(Tensor theta, double epsilon) => Gradient;

        public (double Loss, double Kl) At(Tensor theta) => (0, 0);
    }
}
