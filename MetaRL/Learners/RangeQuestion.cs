using MetaRL.Agents.Policies;
using static TorchSharp.torch;

namespace MetaRL.Learners;

/// <summary>What may be asked of a range of tasks.</summary>
public enum RangeQuantity
{
    /// <summary>Of adapted tasks. Numbers: <see cref="AdaptationTotals"/>.</summary>
    Totals,

    /// <summary>Vector: <see cref="AdaptationBatch.Outcomes"/> of each task, [n, 2] row by row.</summary>
    Outcomes,

    /// <summary>Numbers: the loss at θ₀; vector: its gradient [P].</summary>
    Gradient,

    /// <summary>Vector: F v [P], v being asked with.</summary>
    FisherProduct,

    /// <summary>Vector: the clipped loss's gradient [P] at the θ that is asked with, and ε.</summary>
    ClippedGradient,

    /// <summary>Numbers: loss and divergence at the θ that is asked with.</summary>
    LossAndKl,

    /// <summary>Vector: <see cref="IAdaptedTasks.Displacement"/> [P].</summary>
    Displacement,

    /// <summary>Of trials. Numbers and extremes: <see cref="TrialTotals"/>.</summary>
    TrialTotals,

    /// <summary>Numbers and extremes: <see cref="AdvantageTotals"/>, the expected returns being given.</summary>
    AdvantageTotals,

    /// <summary>Numbers and vector: <see cref="SummedGradient"/> at the θ that is asked with.</summary>
    MinibatchGradient,
}

/// <summary>A question to a range of tasks of a meta-iteration, to be answered with its share of a sum.</summary>
/// <remarks>With the iteration it says all that the answer depends on.</remarks>
/// <param name="Quantity">What is asked.</param>
/// <param name="At">θ or v [P]; empty where there is none.</param>
/// <param name="Given">What earlier answers came to, as far as this one depends on it, and further numbers.</param>
public sealed record RangeQuestion(RangeQuantity Quantity, float[] At, double[] Given)
{
    /// <summary>A vector as it travels to other processes.</summary>
    public static float[] Vector(Tensor values)
    {
#pragma warning disable RS0030 // it leaves the device anyhow
        using var host = values.cpu();
#pragma warning restore RS0030
        return Floats.Of(host);
    }

    /// <summary>A question that nothing is given with.</summary>
    public static RangeQuestion For(RangeQuantity quantity) => new(quantity, [], []);
}

/// <summary>A range's share of a sum.</summary>
/// <param name="Numbers">In 64 bits.</param>
/// <param name="Vector">In 32 bits.</param>
public sealed record RangeAnswer(double[] Numbers, float[] Vector)
{
    /// <summary>Numbers of which the greatest counts and not the sum.</summary>
    public double[] Extremes { get; init; } = [];

    /// <summary>The sum of shares, whose vector is written over the first of them.</summary>
    public static RangeAnswer Sum(IReadOnlyList<RangeAnswer> shares) => new(
        [.. shares[0].Numbers.Select((_, index) => TreeSum.Of(shares.Select(share => share.Numbers[index])))],
        TreeSum.InPlace(shares.Select(share => share.Vector)))
    {
        Extremes = [.. shares[0].Extremes.Select((_, index) => shares.Max(share => share.Extremes[index]))],
    };

    /// <summary>
    /// The mean over own and contributed tasks; numbers that a contributor does not tell are those of the own ones.
    /// </summary>
    /// <param name="tasks">N, own tasks.</param>
    /// <param name="others">Means over others' tasks, with their number.</param>
    public RangeAnswer With(long tasks, IReadOnlyList<(long Tasks, RangeAnswer Mean)> others)
    {
        if (others.Count == 0)
        {
            return this;
        }

        var told = others.Where(other => other.Mean.Numbers.Length == Numbers.Length).ToArray();
        return new RangeAnswer(
            [
                .. Numbers.Select((own, index) => Weighted(
                    own, told.Select(other => (other.Tasks, other.Mean.Numbers[index])))),
            ],
            [
                .. Vector.Select((own, index) => (float)Weighted(
                    own, others.Select(other => (other.Tasks, (double)other.Mean.Vector[index])))),
            ]);

        double Weighted(double own, IEnumerable<(long Tasks, double Mean)> means)
        {
            var (sum, count) = (own * tasks, tasks);
            foreach (var (more, mean) in means)
            {
                (sum, count) = (sum + (more * mean), count + more);
            }

            return sum / count;
        }
    }
}
