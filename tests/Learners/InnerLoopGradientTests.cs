using MetaRL.Agents.InnerLoops;
using MetaRL.Environments.Tasks;
using MetaRL.Learners;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace MetaRL.Tests.Learners;

/// <summary>
/// The meta-gradient through every inner loop against finite differences through the whole adaptation.
/// </summary>
public sealed class InnerLoopGradientTests
{
    private static readonly RngKey Key = new(34);

    public static TheoryData<string, int, MetaGoal> Problems
    {
        get
        {
            var rows = new TheoryData<string, int, MetaGoal>();
            foreach (var updates in new[] { 1, 3 })
            {
                foreach (var name in TinyLoops.Names)
                {
                    rows.Add(name, updates, MetaGoal.InnerLoss);
                }

                foreach (var name in TinyLoops.WithReturns)
                {
                    rows.Add(name, updates, MetaGoal.Return);
                }
            }

            return rows;
        }
    }

    public static TheoryData<string> Names => [.. TinyLoops.Names];

    public static TheoryData<string> WithReturns => [.. TinyLoops.WithReturns];

    [Theory]
    [MemberData(nameof(Problems))]
    public void Gradient_ThroughInnerSteps_IsTheDerivativeOfTheAdaptedLoss(string name, int updates, MetaGoal goal) =>
        AssertGradient(TinyLoops.Of(name, updates, goal));

    [Theory]
    [MemberData(nameof(Problems))]
    public void Gradient_OfFirstOrder_IsTheDerivativeWithTheInnerGradientsHeld(string name, int updates, MetaGoal goal)
    {
        using var scope = NewDisposeScope();
        var (objective, problem, theta) = At(scope, TinyLoops.Of(name, updates, goal), GradientOrder.First);
        AssertGradient(objective, objective.WithHeldGradients, problem, theta);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Gradient_OfEpisodesThatRestart_IsTheDerivativeOfTheAdaptedLoss(string name) =>
        AssertGradient(TinyLoops.Of(name, 2, MetaGoal.InnerLoss, restarts: true));

    [Theory]
    [MemberData(nameof(WithReturns))]
    public void FisherProduct_ThroughInnerSteps_IsTheCurvatureOfTheKl(string name)
    {
        using var scope = NewDisposeScope();
        var (objective, problem, theta) = At(scope, TinyLoops.Of(name, 1, MetaGoal.Return), GradientOrder.Second);
        for (var direction = 0; direction < 3; direction++)
        {
            var v = Direction(problem, direction);
            var step = v * 1e-4;
            var curvature = (objective.At(theta + step).Kl + objective.At(theta - step).Kl) / 1e-8;
            var product = (objective.FisherProduct(v) * v).sum().ToDouble();
            Assert.True(Math.Abs(curvature - product) <= 1e-5 * product, $"{curvature} {product}");
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Gradient_OfFirstOrder_IsNotThatOfSecond(string name)
    {
        using var scope = NewDisposeScope();
        var problem = TinyLoops.Of(name, 2, MetaGoal.InnerLoss);
        var second = At(scope, problem, GradientOrder.Second).Objective.Gradient;
        var first = At(scope, problem, GradientOrder.First).Objective.Gradient;
        Assert.True((first - second).norm().ToDouble() > 0.01 * second.norm().ToDouble());
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Gradient_InAnyChunks_IsTheSame(string name)
    {
        using var scope = NewDisposeScope();
        var whole = At(scope, TinyLoops.Of(name, 2, MetaGoal.InnerLoss), GradientOrder.Second).Objective.Gradient;
        var chunked = At(
            scope, TinyLoops.Of(name, 2, MetaGoal.InnerLoss, new TaskChunks(1, 2)),
            GradientOrder.Second).Objective.Gradient;
        Assert.True(whole.allclose(chunked, 1e-11, 1e-13));
    }

    private static void AssertGradient(MetaProblem problem)
    {
        using var scope = NewDisposeScope();
        var (objective, _, theta) = At(scope, problem, GradientOrder.Second);
        AssertGradient(objective, at => objective.At(at).Loss, problem, theta);
    }

    private static void AssertGradient(
        AdaptedObjective objective, Func<Tensor, double> loss, MetaProblem problem, Tensor theta)
    {
        for (var direction = 0; direction < 5; direction++)
        {
            var v = Direction(problem, direction);
            var step = v * 1e-5;
            var difference = (loss(theta + step) - loss(theta - step)) / 2e-5;
            var derivative = (objective.Gradient * v).sum().ToDouble();
            Assert.True(Math.Abs(derivative) > 1e-6, $"{derivative}");
            Assert.True(
                Math.Abs(difference - derivative) <= 1e-7 * Math.Max(1, Math.Abs(derivative)),
                $"{difference} {derivative}");
        }
    }

    private static (AdaptedObjective Objective, MetaProblem Problem, Tensor Theta) At(
        DisposeScope scope, MetaProblem problem, GradientOrder order)
    {
        var theta = TinyLoops.Theta(problem);
        return (
            new AdaptedObjective(scope, problem, order, theta, AdaptationBatch.Gather(scope, problem, Key, theta)),
            problem, theta.Flat);
    }

    private static Tensor Direction(MetaProblem problem, int index)
    {
        var v = TinyLoops.At(problem, new RngKey(32).At(index), 1).Flat;
        return v / v.norm();
    }
}
