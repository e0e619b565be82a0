using MetaRL.Agents.InnerLoops;
using MetaRL.Agents.Policies;
using MetaRL.Environments.Tasks;
using MetaRL.Learners;
using MetaRL.Measurement;
using TorchSharp.Extras;
using Xunit;
using static TorchSharp.torch;

namespace MetaRL.Tests.Compat;

/// <summary>Products of matrices that one hidden layer more costs: what the floor of a meta-iteration is counted from.</summary>
[Collection(nameof(ProcessWide))]
public sealed class MatrixProductTests
{
    [Fact]
    public void InnerUpdate_ForEveryHiddenLayer_IsThree() => Assert.Equal(3, OfOneLayerMore((problem, theta, trials, objective) =>
        _ = problem.Inner.Update(
            problem.Policy, theta.Broadcast(problem.Tasks).Detach(requiresGrad: true), trials[0].Rounds[0], 0, GradientOrder.First)));

    [Fact]
    public void MetaGradient_ForEveryHiddenLayer_IsTwelve() => Assert.Equal(12, OfOneLayerMore((problem, theta, trials, objective) =>
    {
        using var scope = NewDisposeScope();
        _ = new AdaptedObjective(scope, problem, GradientOrder.Second, theta, trials);
    }));

    [Fact]
    public void FisherProduct_ForEveryHiddenLayer_IsSixteen() =>
        Assert.Equal(16, OfOneLayerMore((problem, theta, trials, objective) => objective.FisherProduct(objective.Gradient).Dispose()));

    [Fact]
    public void StepLength_ForEveryHiddenLayer_IsFour() =>
        Assert.Equal(4, OfOneLayerMore((problem, theta, trials, objective) => _ = objective.At(theta.Flat)));

    private static long OfOneLayerMore(Action<MetaProblem, Params, IReadOnlyList<Trial>, AdaptedObjective> work) =>
        Products([8, 8, 8], work) - Products([8, 8], work);

    private static long Products(int[] hidden, Action<MetaProblem, Params, IReadOnlyList<Trial>, AdaptedObjective> work)
    {
        using var scope = NewDisposeScope();
        var problem = MetaIterationSpeed.Problem(CPU, TaskChunks.Whole) with
        {
            Tasks = 2,
            Envs = 2,
            Policy = new GaussianPolicy(2, 2, hidden, Activation.Tanh),
        };
        var theta = problem.Policy.Initialize(new RngKey(1), CPU);
        var trials = Trial.Gather(scope, problem, new RngKey(2), theta);
        var objective = new AdaptedObjective(scope, problem, GradientOrder.Second, theta, trials);
        _ = objective.FisherProduct(objective.Gradient); // the first one also prepares the others
        using var recording = new Recording();
        work(problem, theta, trials, objective);
        return recording.Operators.Where(one => one.Key is "aten::bmm" or "aten::mm").Sum(one => one.Value);
    }
}
