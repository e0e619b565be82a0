using MetaRL.Agents.Policies;
using MetaRL.Environments.Tasks;
using static MetaRL.Agents.Rollouts.Advantages;
using static TorchSharp.torch;

namespace MetaRL.Learners;

/// <summary>The trials of a meta-iteration, with the sums over them that <see cref="RecurrentPpo"/> needs.</summary>
public interface ITrials
{
    /// <summary>B, all lanes.</summary>
    long Lanes { get; }

    /// <summary>What was earned.</summary>
    TrialTotals Totals();

    /// <summary>How much more than expected.</summary>
    /// <param name="expected">M, mean return of all trials from each step on, [T].</param>
    AdvantageTotals Advantages(double[] expected);

    /// <summary>The gradient of the loss on some lanes, not yet divided by their steps.</summary>
    /// <param name="theta">θ [P].</param>
    /// <param name="expected">M [T].</param>
    /// <param name="scales">Of rewards, advantages and returns.</param>
    /// <param name="minibatch">Which lanes.</param>
    SummedGradient Gradient(Params theta, double[] expected, PpoScales scales, Minibatch minibatch);
}

/// <summary>Trials whose episodes are known.</summary>
public interface IPlayedTrials : ITrials
{
    /// <summary>Returns of all first episodes, of all last ones, and environment steps, each in sum.</summary>
    AdaptationTotals Played();
}

/// <summary>Rewards of trials in sum.</summary>
/// <param name="Steps">Living steps.</param>
/// <param name="Rewards">Σ r.</param>
/// <param name="SquaredRewards">Σ r².</param>
/// <param name="StepRewards">Σ over lanes of what is maximised, [T].</param>
/// <param name="Extremes">max r and max −r.</param>
public sealed record TrialTotals(
    double Steps, double Rewards, double SquaredRewards, double[] StepRewards, double[] Extremes)
{
    /// <summary>As an answer.</summary>
    internal RangeAnswer Answer => new([Steps, Rewards, SquaredRewards, .. StepRewards], []) { Extremes = Extremes };

    internal static TrialTotals Of(RangeAnswer answer) => new(
        answer.Numbers[0], answer.Numbers[1], answer.Numbers[2], answer.Numbers[3..], answer.Extremes);
}

/// <summary>Advantages of trials in sum.</summary>
/// <param name="Advantages">Σ A over living steps.</param>
/// <param name="SquaredAdvantages">Σ A².</param>
/// <param name="SquaredReturns">Σ (G − M)².</param>
/// <param name="Extremes">Of the returns-to-go: max over lanes, [T], then max of their negatives, [T].</param>
public sealed record AdvantageTotals(
    double Advantages, double SquaredAdvantages, double SquaredReturns, double[] Extremes)
{
    /// <summary>As an answer.</summary>
    internal RangeAnswer Answer =>
        new([Advantages, SquaredAdvantages, SquaredReturns], []) { Extremes = Extremes };

    internal static AdvantageTotals Of(RangeAnswer answer) =>
        new(answer.Numbers[0], answer.Numbers[1], answer.Numbers[2], answer.Extremes);

    /// <summary>Whether all lanes earn alike from every step on; of a single lane, from all steps.</summary>
    /// <param name="lanes">B.</param>
    public bool EarnAlike(long lanes)
    {
        var steps = Extremes.Length / 2;
        return lanes > 1
            ? Enumerable.Range(0, steps).All(t => AreAlike(Extremes[t], -Extremes[steps + t]))
            : AreAlike(Extremes[..steps].Max(), -Extremes[steps..].Max());
    }
}

/// <summary>What numbers are standardised by: (x − m) / u, or 0 where all are the same.</summary>
/// <param name="Mean">m.</param>
/// <param name="Unit">u = s + 10⁻⁸; 0 where all are the same.</param>
public readonly record struct Scale(double Mean, double Unit)
{
    /// <summary>By the mean and the standard deviation of n numbers.</summary>
    /// <param name="sum">Σ x.</param>
    /// <param name="squares">Σ x².</param>
    /// <param name="count">n.</param>
    /// <param name="areEqual">Whether what is left of their differences is rounding.</param>
    public static Scale Of(double sum, double squares, double count, bool areEqual)
    {
        var mean = sum / count;
        return new Scale(
            mean, areEqual ? 0 : Math.Sqrt(Math.Max((squares / count) - (mean * mean), 1e-16)) + 1e-8);
    }

    /// <summary>Standardised.</summary>
    public Tensor Of(Tensor values) => Unit == 0 ? zeros_like(values) : (values - Mean) / Unit;
}

/// <summary>Units of what <see cref="RecurrentPpo"/> learns from.</summary>
/// <param name="Rewards">Of the rewards over the steps of all trials.</param>
/// <param name="Advantages">Of the advantages over the steps of all trials.</param>
/// <param name="Variance">s², mean square of G − M over the steps of all trials.</param>
public sealed record PpoScales(Scale Rewards, Scale Advantages, double Variance)
{
    /// <summary>From the sums over all trials.</summary>
    /// <param name="lanes">B.</param>
    /// <param name="totals">Of the rewards.</param>
    /// <param name="advantages">Of the advantages.</param>
    public static PpoScales Of(long lanes, TrialTotals totals, AdvantageTotals advantages) => new(
        Scale.Of(
            totals.Rewards, totals.SquaredRewards, totals.Steps,
            AreAlike(totals.Extremes[0], -totals.Extremes[1])),
        Scale.Of(
            advantages.Advantages, advantages.SquaredAdvantages, totals.Steps, advantages.EarnAlike(lanes)),
        Math.Max(advantages.SquaredReturns / totals.Steps, 1e-8));
}

/// <summary>A gradient as a sum over steps.</summary>
/// <param name="Gradient">By θ, [P].</param>
/// <param name="Numbers">Of the metrics, in sum, and the number of steps; float64.</param>
public sealed record SummedGradient(Tensor Gradient, Tensor Numbers) : ITensorBundle
{
    public IEnumerable<Tensor> Tensors => [Gradient, Numbers];

    /// <summary>The sum of parts.</summary>
    public static SummedGradient Sum(IReadOnlyList<SummedGradient> parts) => new(
        TreeSum.Of(parts.Select(part => part.Gradient)), TreeSum.Of(parts.Select(part => part.Numbers)));

    /// <summary>The mean over the steps.</summary>
    internal MinibatchGradient Mean()
    {
        var (numbers, steps) = (Numbers.narrow(0, 0, Numbers.size(0) - 1), Numbers[^1]);
        return new MinibatchGradient(Gradient / steps, (numbers / steps).to_type(Gradient.dtype));
    }
}
