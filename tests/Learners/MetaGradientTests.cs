using MetaRL.Agents.InnerLoops;
using MetaRL.Agents.Policies;
using MetaRL.Environments.Tasks;
using MetaRL.Learners;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace MetaRL.Tests.Learners;

/// <summary>The meta-gradient and the Fisher product against finite differences through the whole adaptation.</summary>
public sealed class MetaGradientTests
{
    private static readonly RngKey Key = new(20);

    [Theory]
    [InlineData("continuous", 1)]
    [InlineData("continuous", 2)]
    [InlineData("discrete", 2)]
    [InlineData("continuous", 3)]
    public void Gradient_ThroughInnerSteps_IsTheDerivativeOfTheAdaptedLoss(string actions, int updates) =>
        AssertGradient(TinyProblem.Of(actions, updates));

    [Theory]
    [InlineData("continuous")]
    [InlineData("discrete")]
    public void Gradient_WithAnEntropyBonus_IsTheDerivativeOfTheLossThatHasIt(string actions)
    {
        var problem = TinyProblem.Of(actions, updates: 1) with { Terms = [new EntropyBonus(5)] };
        AssertGradient(problem);
        using var scope = NewDisposeScope();
        var without = At(scope, problem with { Terms = [] }, GradientOrder.Second).Objective;
        // at least 0.2 nats of entropy
        Assert.True(At(scope, problem, GradientOrder.Second).Objective.Loss < without.Loss - 1);
    }

    [Fact]
    public void Gradient_OfEpisodesThatRestart_IsTheDerivativeOfTheAdaptedLoss()
    {
        var problem = TinyProblem.Continuous(updates: 2);
        AssertGradient(problem with { Adaptation = problem.Adaptation with { Restarts = true } });
    }

    internal static void AssertGradient(MetaProblem problem)
    {
        using var scope = NewDisposeScope();
        var (objective, theta) = At(scope, problem, GradientOrder.Second);
        AssertGradient(objective, at => objective.At(at).Loss, theta);
    }

    internal static void AssertFirstOrder(MetaProblem problem)
    {
        using var scope = NewDisposeScope();
        var (objective, theta) = At(scope, problem, GradientOrder.First);
        AssertGradient(objective, objective.WithHeldGradients, theta);
    }

    private static void AssertGradient(AdaptedObjective objective, Func<Tensor, double> loss, Tensor theta)
    {
        for (var direction = 0; direction < 5; direction++)
        {
            var v = Direction(direction, theta);
            var step = v * 1e-5;
            var difference = (loss(theta + step) - loss(theta - step)) / 2e-5;
            var derivative = (objective.Gradient * v).sum().ToDouble();
            Assert.True(Math.Abs(derivative) > 1e-6, $"{derivative}");
            Assert.True(
                Math.Abs(difference - derivative) <= 1e-7 * Math.Max(1, Math.Abs(derivative)),
                $"{difference} {derivative}");
        }
    }

    [Fact]
    public void Gradient_OfFirstOrder_IsNotThatOfSecond()
    {
        using var scope = NewDisposeScope();
        var problem = TinyProblem.Continuous(updates: 2);
        var second = At(scope, problem, GradientOrder.Second).Objective.Gradient;
        var first = At(scope, problem, GradientOrder.First).Objective.Gradient;
        Assert.True((first - second).norm().ToDouble() > 0.01 * second.norm().ToDouble());
    }

    [Theory]
    [InlineData("continuous")]
    [InlineData("discrete")]
    public void Gradient_OfFirstOrder_IsTheMeanGradientAtTheAdaptedWeights(string actions)
    {
        using var scope = NewDisposeScope();
        var problem = TinyProblem.Of(actions, updates: 2);
        var theta = Theta(problem);
        var trial = AdaptationBatch.Gather(scope, problem, Key, theta).Single();
        var phi = theta.Broadcast(problem.Budget.Tasks);
        foreach (var update in new[] { 0, 1 })
        {
            phi = problem.Adaptation.Inner.Update(
                problem.Adaptation.Policy, phi.Detach(requiresGrad: true), trial.Rounds[update], update,
                GradientOrder.First);
        }

        // At φ the ratio is one, so the surrogate's gradient is the policy gradient −E[∇ log π · A] itself.
        phi = phi.Detach(requiresGrad: true);
        var loss = problem.Adaptation.Inner.Loss(problem.Adaptation.Policy, phi, trial.Rounds[2]).mean();
        var expected = autograd.grad([loss], [phi.Flat])[0].sum(dim: 0);
        var actual = new AdaptedObjective(scope, problem, GradientOrder.First, theta, [trial]).Gradient;
        Assert.True(actual.allclose(expected, 1e-10, 1e-12));
    }

    [Theory]
    [InlineData("continuous")]
    [InlineData("discrete")]
    public void Gradient_OfFirstOrder_IsTheDerivativeWithTheInnerGradientsHeld(string actions) =>
        AssertFirstOrder(TinyProblem.Of(actions, updates: 2) with { Terms = [new EntropyBonus(5)] });

    [Fact]
    public void WithHeldGradients_AfterOneStep_IsTheLossWhereTheStepLedMovedAsTheWeightsAre()
    {
        using var scope = NewDisposeScope();
        var problem = TinyProblem.Continuous(updates: 1);
        var theta = Theta(problem);
        var trial = AdaptationBatch.Gather(scope, problem, Key, theta).Single();
        var phi = problem.Adaptation.Inner.Update(
            problem.Adaptation.Policy, theta.Broadcast(3).Detach(requiresGrad: true), trial.Rounds[0], 0,
            GradientOrder.First).Detach();
        var step = Direction(0, theta.Flat) * 0.1;
        var rollout = trial.Rounds[1].Rollout;
        var ratio = (LogProb(phi.Flat + step) - LogProb(phi.Flat)).exp();
        var expected = trial.Rounds[1].MeanPerTask(ratio * trial.Rounds[1].Advantages).neg().mean().ToDouble();
        var objective = new AdaptedObjective(scope, problem, GradientOrder.First, theta, [trial]);
        Assert.Equal(expected, objective.WithHeldGradients(theta.Flat + step), 1e-12);
        Assert.NotEqual(expected, objective.At(theta.Flat + step).Loss, 1e-4);

        Tensor LogProb(Tensor flat) =>
            problem.Adaptation.Policy.With(phi with { Flat = flat }).Act(rollout.Observations).LogProb(rollout.Actions);
    }

    [Theory]
    [InlineData("continuous", 1)]
    [InlineData("discrete", 2)]
    public void FisherProduct_ThroughInnerSteps_IsTheCurvatureOfTheKl(string actions, int updates)
    {
        using var scope = NewDisposeScope();
        var (objective, theta) = At(scope, TinyProblem.Of(actions, updates), GradientOrder.Second);
        for (var direction = 0; direction < 3; direction++)
        {
            var v = Direction(direction, theta);
            var step = v * 1e-4;
            var curvature = (objective.At(theta + step).Kl + objective.At(theta - step).Kl) / 1e-8;
            var product = (objective.FisherProduct(v) * v).sum().ToDouble();
            Assert.True(Math.Abs(curvature - product) <= 1e-5 * product, $"{curvature} {product}");
        }
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 1)]
    [InlineData(1, 2)]
    [InlineData(2, 2)]
    public void Gradient_InAnyChunks_IsTheSame(int size, int threads)
    {
        using var scope = NewDisposeScope();
        var whole = At(scope, TinyProblem.Continuous(updates: 2), GradientOrder.Second).Objective.Gradient;
        var chunked = At(
            scope, TinyProblem.Continuous(updates: 2, new TaskChunks(size, threads)),
            GradientOrder.Second).Objective.Gradient;
        Assert.True(whole.allclose(chunked, 1e-11, 1e-13));
    }

    [Fact]
    public void FisherProduct_InAnyChunks_IsTheSame()
    {
        using var scope = NewDisposeScope();
        var (whole, theta) = At(scope, TinyProblem.Continuous(updates: 1), GradientOrder.Second);
        var chunked = At(
            scope, TinyProblem.Continuous(updates: 1, new TaskChunks(2, 2)), GradientOrder.Second).Objective;
        var v = Direction(0, theta);
        Assert.True(whole.FisherProduct(v).allclose(chunked.FisherProduct(v), 1e-11, 1e-13));
    }

    internal static (AdaptedObjective Objective, Tensor Theta) At(
        DisposeScope scope, MetaProblem problem, GradientOrder order)
    {
        var theta = Theta(problem);
        return (
            new AdaptedObjective(scope, problem, order, theta, AdaptationBatch.Gather(scope, problem, Key, theta)),
            theta.Flat);
    }

    private static Params Theta(MetaProblem problem) =>
        problem.Adaptation.Policy.Initialize(new RngKey(21), CPU, ScalarType.Float64);

    internal static Tensor Direction(int index, Tensor theta)
    {
        var v = new RngKey(22).At(index).Normal(theta.shape, CPU, ScalarType.Float64);
        return v / v.norm();
    }
}
