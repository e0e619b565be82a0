using MetaRL.Agents.Policies;
using static TorchSharp.torch;

namespace MetaRL.Learners;

/// <summary>What may be asked of a range of tasks.</summary>
public enum RangeQuantity
{
    /// <summary>Numbers: <see cref="AdaptationTotals"/>.</summary>
    Totals,

    /// <summary>Vector: mean adapted return and unit of the advantages of each task, [n, 2] row by row.</summary>
    Outcomes,

    /// <summary>Numbers: the loss at θ₀; vector: its gradient [P].</summary>
    Gradient,

    /// <summary>Vector: F v [P], v being asked with.</summary>
    FisherProduct,

    /// <summary>Vector: the clipped loss's gradient [P] at the θ that is asked with, ε being the number.</summary>
    ClippedGradient,

    /// <summary>Numbers: loss and divergence at the θ that is asked with.</summary>
    LossAndKl,

    /// <summary>Vector: <see cref="IAdaptedTasks.Displacement"/> [P].</summary>
    Displacement,
}

/// <summary>A question to a range of tasks of a meta-iteration, to be answered with its share of a sum.</summary>
/// <param name="Quantity">What is asked.</param>
/// <param name="At">θ or v [P]; empty where there is none.</param>
/// <param name="Epsilon">ε of <see cref="RangeQuantity.ClippedGradient"/>.</param>
/// <param name="Outcomes">
/// <see cref="RangeQuantity.Outcomes"/> of all tasks, [N, 2] row by row; empty where the objective needs none.
/// </param>
public sealed record RangeQuestion(RangeQuantity Quantity, float[] At, double Epsilon, float[] Outcomes)
{
    /// <summary>The answer of a range.</summary>
    /// <param name="range">It.</param>
    /// <exception cref="ArgumentException">A vector of another length than the weights have.</exception>
    public RangeAnswer Of(AdaptedRange range)
    {
        using var scope = NewDisposeScope();
        switch (Quantity)
        {
            case RangeQuantity.Totals:
                var totals = range.Totals();
                return new RangeAnswer([totals.Before, totals.After, totals.EnvSteps], []);
            case RangeQuantity.Outcomes:
                return Vector(range.Outcomes());
            case RangeQuantity.Displacement:
                return Vector(range.Displacement());
            case RangeQuantity.Gradient:
                var objective = Objective();
                return Vector(objective.Gradient) with { Numbers = [objective.Loss] };
            case RangeQuantity.FisherProduct:
                return Vector(Objective().FisherProduct(range.Weights(At)));
            case RangeQuantity.ClippedGradient:
                return Vector(Objective().ClippedGradient(range.Weights(At), Epsilon));
            case RangeQuantity.LossAndKl:
                var (loss, kl) = Objective().At(range.Weights(At));
                return new RangeAnswer([loss, kl], []);
            default:
                throw new ArgumentException($"There is no quantity {Quantity}.");
        }

        Optimizers.IMetaObjective Objective() => range.Objective(
            Outcomes.Length == 0 ? null : range.OnDevice(tensor(Outcomes).view(-1, 2)));

        RangeAnswer Vector(Tensor value)
        {
            using var host = value.cpu();
            return new RangeAnswer([], Floats.Of(host));
        }
    }
}

/// <summary>A range's share of a sum.</summary>
/// <param name="Numbers">In 64 bits.</param>
/// <param name="Vector">In 32 bits.</param>
public sealed record RangeAnswer(double[] Numbers, float[] Vector)
{
    /// <summary>The sum of shares, which is written over the first of them.</summary>
    public static RangeAnswer Sum(IReadOnlyList<RangeAnswer> shares) => new(
        [.. shares[0].Numbers.Select((_, index) => TreeSum.Of(shares.Select(share => share.Numbers[index])))],
        TreeSum.InPlace(shares.Select(share => share.Vector)));
}

/// <summary>Who answers for the tasks of a meta-iteration.</summary>
public interface IShards
{
    /// <summary>Answers for ranges that cover all tasks.</summary>
    /// <param name="iteration">Which data; the same object for all questions about them.</param>
    /// <param name="tasks">N.</param>
    /// <param name="chunk">Tasks of a chunk.</param>
    /// <param name="question">What is asked.</param>
    /// <returns>Of ranges as <see cref="TaskRange.Split"/> makes them, in the order of the tasks.</returns>
    IReadOnlyList<RangeAnswer> Ask(MetaIteration iteration, long tasks, long chunk, RangeQuestion question);
}
