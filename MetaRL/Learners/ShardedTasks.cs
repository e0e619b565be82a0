using MetaRL.Optimizers;
using static TorchSharp.torch;

namespace MetaRL.Learners;

/// <summary>
/// The tasks of a meta-iteration that others gather: every sum over them is one of the ranges' answers.
/// </summary>
/// <param name="problem">Whose tasks.</param>
/// <param name="iteration">Random numbers and θ.</param>
/// <param name="shards">Who answers.</param>
/// <param name="block">Tasks of a block.</param>
public sealed class ShardedTasks(MetaProblem problem, MetaIteration iteration, IShards shards, long block)
    : IAdaptedTasks, IMetaObjective
{
    private double[]? _outcomes; // of all tasks, where the objective needs them

    private (double Loss, Tensor Gradient)? _start;

    public double Loss => Start.Loss;

    public Tensor Gradient => Start.Gradient;

    private (double Loss, Tensor Gradient) Start => _start ??= First();

    public IMetaObjective Objective() => this;

    // Of the own tasks
    public AdaptationTotals Totals() =>
        AdaptationTotals.Of(RangeAnswer.Sum(Ask(RangeQuestion.For(RangeQuantity.Totals))));

    public Tensor Displacement() => Vector(Sum(RangeQuestion.For(RangeQuantity.Displacement)));

    public Tensor FisherProduct(Tensor v) => Vector(Sum(Asked(RangeQuantity.FisherProduct, v)));

    public Tensor ClippedGradient(Tensor theta, double epsilon) =>
        Vector(Sum(Asked(RangeQuantity.ClippedGradient, theta, epsilon)));

    public (double Loss, double Kl) At(Tensor theta)
    {
        var answer = Sum(Asked(RangeQuantity.LossAndKl, theta));
        return (answer.Numbers[0], answer.Numbers[1]);
    }

    private (double Loss, Tensor Gradient) First()
    {
        var answer = Sum(new RangeQuestion(RangeQuantity.Gradient, [], [0, .. Outcomes()]));
        return (answer.Numbers[0], Vector(answer));
    }

    private RangeQuestion Asked(RangeQuantity quantity, Tensor weights, double epsilon = 0) =>
        new(quantity, RangeQuestion.Vector(weights), [epsilon, .. Outcomes()]);

    private double[] Outcomes() => _outcomes ??= AdaptedRange.NeedsOutcomes(problem)
        ? [.. Ask(RangeQuestion.For(RangeQuantity.Outcomes)).SelectMany(part => part.Vector)]
        : [];

    // The mean over all tasks, contributed ones among them
    private RangeAnswer Sum(RangeQuestion question) => RangeAnswer.Sum(Ask(question))
        .With(problem.Budget.Tasks, shards.AskContributors(iteration, question));

    private IReadOnlyList<RangeAnswer> Ask(RangeQuestion question) =>
        shards.Ask(iteration, problem.Budget.Tasks, block, question);

    private Tensor Vector(RangeAnswer answer) => tensor(answer.Vector, device: problem.Placement.Device);
}
