using MetaRL.Optimizers;
using TorchSharp;
using static TorchSharp.torch;

namespace MetaRL.Learners;

/// <summary>
/// The tasks of a meta-iteration that others gather: every sum over them is one of the ranges' answers.
/// </summary>
/// <param name="problem">Whose tasks.</param>
/// <param name="iteration">Random numbers and θ.</param>
/// <param name="shards">Who answers.</param>
public sealed class ShardedTasks(MetaProblem problem, MetaIteration iteration, IShards shards)
    : IAdaptedTasks, IMetaObjective
{
    private readonly Lazy<float[]> _outcomes = new(() => AdaptedRange.NeedsOutcomes(problem)
        ? [.. Ask(problem, iteration, shards, new(RangeQuantity.Outcomes, [], 0, [])).SelectMany(part => part.Vector)]
        : []);

    private (double Loss, Tensor Gradient)? _start;

    public double Loss => Start.Loss;

    public Tensor Gradient => Start.Gradient;

    private (double Loss, Tensor Gradient) Start => _start ??= First();

    public IMetaObjective Objective() => this;

    public AdaptationTotals Totals() => Sum(new(RangeQuantity.Totals, [], 0, [])).Numbers is [var a, var b, var steps]
        ? new AdaptationTotals(a, b, steps)
        : throw new InvalidDataException("An answer has other numbers than it was asked for.");

    public Tensor Displacement() => Vector(Sum(new(RangeQuantity.Displacement, [], 0, [])));

    public Tensor FisherProduct(Tensor v) => Vector(Sum(At(RangeQuantity.FisherProduct, v)));

    public Tensor ClippedGradient(Tensor theta, double epsilon) =>
        Vector(Sum(At(RangeQuantity.ClippedGradient, theta) with { Epsilon = epsilon }));

    (double Loss, double Kl) IMetaObjective.At(Tensor theta)
    {
        var answer = Sum(At(RangeQuantity.LossAndKl, theta));
        return (answer.Numbers[0], answer.Numbers[1]);
    }

    private (double Loss, Tensor Gradient) First()
    {
        var answer = Sum(new(RangeQuantity.Gradient, [], 0, _outcomes.Value));
        return (answer.Numbers[0], Vector(answer));
    }

    private RangeQuestion At(RangeQuantity quantity, Tensor weights)
    {
        using var host = weights.cpu();
        return new RangeQuestion(quantity, Agents.Policies.Floats.Of(host), 0, _outcomes.Value);
    }

    private RangeAnswer Sum(RangeQuestion question) => RangeAnswer.Sum(Ask(problem, iteration, shards, question));

    private static IReadOnlyList<RangeAnswer> Ask(
        MetaProblem problem, MetaIteration iteration, IShards shards, RangeQuestion question) =>
        shards.Ask(iteration, problem.Budget.Tasks, problem.Placement.Chunks.Size, question);

    private Tensor Vector(RangeAnswer answer) => tensor(answer.Vector, device: problem.Placement.Device);
}
