namespace MetaRL.Evaluation.Statistics;

/// <summary>
/// Area under the adaptation curve of each (seed, task) by trapezoids, over updates as a part of K:
/// A = (1/K) Σₖ₌₁ᴷ (xₖ₋₁ + xₖ)/2, in units of the score. It is the mean return while adapting: of two agents that end
/// alike, the faster has the larger. Agents of unequal K are not on one axis.
/// </summary>
/// <param name="Return">IQM over (seed, task) of the area under returns.</param>
/// <param name="Share">The same under shares of the random→optimal gap; null where that is unknown.</param>
public sealed record AdaptationArea(Estimate Return, Estimate? Share)
{
    /// <summary>Null for an agent without updates, whose curve is a point.</summary>
    internal static AdaptationArea? Of(AlgorithmScores scores) => scores.Runs.Updates == 0
        ? null
        : new AdaptationArea(AreaOf(scores.Returns), scores.Shares is { } shares ? AreaOf(shares) : null);

    /// <param name="curve">[K+1], K at least 1.</param>
    internal static double Trapezoids(double[] curve) =>
        curve.Skip(1).Zip(curve, (next, last) => (last + next) / 2).Average();

    private static Estimate AreaOf(RoundScores scores) => scores.InterquartileMean(scores.Each(Trapezoids));
}
