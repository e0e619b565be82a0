using MetaRL.Agents.InnerLoops;
using MetaRL.Environments.Tasks;
using MetaRL.Optimizers;
using TorchSharp;
using static TorchSharp.torch;

namespace MetaRL.Learners;

/// <summary>
/// Some tasks of a meta-iteration: their rollouts and graphs, and their share of every mean over all tasks.
/// </summary>
public sealed class AdaptedRange : IAdaptedTasks, ITaskRange
{
    private readonly DisposeScope _scope;
    private readonly MetaProblem _problem;
    private readonly GradientOrder _order;
    private readonly MetaIteration _iteration;
    private readonly TaskRange _range;
    private readonly IReadOnlyList<AdaptationBatch> _batches;
    private IMetaObjective? _objective;

    /// <param name="scope">The calling thread's dispose scope, which lives as long as the range.</param>
    /// <param name="problem">How to adapt, and what to judge by.</param>
    /// <param name="order">How far derivatives reach.</param>
    /// <param name="iteration">Random numbers and θ.</param>
    /// <param name="range">Which tasks.</param>
    public AdaptedRange(
        DisposeScope scope, MetaProblem problem, GradientOrder order, MetaIteration iteration, TaskRange range)
    {
        (_scope, _problem, _order, _iteration, _range) = (scope, problem, order, iteration, range);
        _batches = AdaptationBatch.Gather(scope, problem, iteration, range);
    }

    /// <summary>Whether some term needs <see cref="Outcomes"/> of all tasks.</summary>
    public static bool NeedsOutcomes(MetaProblem problem) => problem.Terms.Any(term => term.NeedsOutcomes);

    public AdaptationTotals Totals()
    {
#pragma warning disable RS0030 // once a meta-iteration
        var totals = TreeSum.Of(_batches.Select(batch => batch.Totals())).cpu().data<double>().ToArray();
#pragma warning restore RS0030
        return new AdaptationTotals(totals[0], totals[1], totals[2]);
    }

    /// <summary><see cref="AdaptationBatch.Outcomes"/> of the range, [n, 2].</summary>
    public Tensor Outcomes() => cat([.. _batches.Select(batch => batch.Outcomes())]);

    /// <summary>The objective of a range that is all tasks.</summary>
    public IMetaObjective Objective() => Objective(NeedsOutcomes(_problem) ? Outcomes() : null);

    /// <summary>The range's share of the objective.</summary>
    /// <param name="outcomes">Those of all tasks, [N, 2]; null where no term needs them.</param>
    public IMetaObjective Objective(Tensor? outcomes) => _objective ??= MetaObjective.Of(
        _scope, _problem, _order, _iteration.Theta, _batches,
        [
            .. _problem.Terms.Select(term => outcomes is null
                ? null
                : term.Constants(outcomes)?.narrow(0, _range.Start, _range.Count)),
        ]);

    public Tensor Displacement()
    {
        var (chunks, theta) = (_problem.Placement.Chunks, _iteration.Theta);
        var sums = chunks.Run(_scope, _range.Count, (start, _) => new Sum(
            (theta.Detach().Flat - AfterAllRounds(_batches[(int)(start / chunks.Size)])).sum(dim: 0)
            / _problem.Budget.Tasks));
        return TreeSum.Of(sums.Select(part => part.Value));
    }

    public RangeAnswer Answer(RangeQuestion question)
    {
        var objective = IsOfObjective(question.Quantity) ? Objective(question) : null; // kept, unlike what follows
        using var scope = NewDisposeScope();
        switch (question.Quantity)
        {
            case RangeQuantity.Totals:
                return Totals().Answer;
            case RangeQuantity.Outcomes:
                return Vector(Outcomes());
            case RangeQuantity.Displacement:
                return Vector(Displacement());
            case RangeQuantity.Gradient:
                return Vector(objective!.Gradient) with { Numbers = [objective.Loss] };
            case RangeQuantity.FisherProduct:
                return Vector(objective!.FisherProduct(Weights(question)));
            case RangeQuantity.ClippedGradient:
                return Vector(objective!.ClippedGradient(Weights(question), question.Given[0]));
            case RangeQuantity.LossAndKl:
                var (loss, kl) = objective!.At(Weights(question));
                return new RangeAnswer([loss, kl], []);
            default:
                throw new ArgumentException($"Adapted tasks have no {question.Quantity}.");
        }
    }

    private static bool IsOfObjective(RangeQuantity quantity) => quantity is RangeQuantity.Gradient
        or RangeQuantity.FisherProduct or RangeQuantity.ClippedGradient or RangeQuantity.LossAndKl;

    private IMetaObjective Objective(RangeQuestion question)
    {
        var expected = 1 + (NeedsOutcomes(_problem) ? 2 * _problem.Budget.Tasks : 0);
        return question.Given.Length != expected
            ? throw new ArgumentException(
                $"{question.Quantity} is asked with {question.Given.Length} numbers, but takes {expected}.")
            : Objective(expected == 1 ? null : OnDevice(tensor(question.Given[1..]).view(-1, 2)));
    }

    private Tensor Weights(RangeQuestion question) => question.At.Length == _iteration.Theta.Layout.Count
        ? OnDevice(tensor(question.At))
        : throw new ArgumentException(
            $"{question.Quantity} is asked at {question.At.Length} weights, but there are"
            + $" {_iteration.Theta.Layout.Count}.");

    private Tensor OnDevice(Tensor values) => values.to(_problem.Placement.Device).to_type(_problem.Placement.Dtype);

    private static RangeAnswer Vector(Tensor value) => new([], RangeQuestion.Vector(value));

    // φₙᴷ⁺¹, [N, P]
    private Tensor AfterAllRounds(AdaptationBatch batch)
    {
        var (policy, inner, _, _) = _problem.Adaptation;
        var phi = policy.Start(_iteration.Theta.Detach(), batch.Rounds[0].Rollout.Tasks);
        foreach (var (update, round) in batch.Rounds.Index())
        {
            phi = inner.Update(policy, phi.Detach(requiresGrad: true), round, update, GradientOrder.First);
        }

        return phi.Flat.detach();
    }

    private sealed record Sum(Tensor Value) : ITensorBundle
    {
        public IEnumerable<Tensor> Tensors => [Value];
    }
}
