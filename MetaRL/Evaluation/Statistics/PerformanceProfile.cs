namespace MetaRL.Evaluation.Statistics;

/// <summary>
/// The run-score distribution F̂(τ) = (1/SN) Σₛₙ 𝟙[xₛₙ &gt; τ] of scores after the last update (Agarwal et al. 2021,
/// section 4.2): what share of (seed, task) is better than τ, for every τ at once. Intervals are pointwise: each holds
/// at its τ, not all together.
/// </summary>
/// <param name="Scale">What scores and thresholds are.</param>
/// <param name="Thresholds">Ascending τ, the same for all algorithms of a comparison.</param>
/// <param name="Above">F̂ at each threshold, never rising.</param>
public sealed record PerformanceProfile(
    ScoreScale Scale, IReadOnlyList<double> Thresholds, IReadOnlyList<Estimate> Above)
{
    private const int Steps = 20;

    /// <summary>F̂ at a threshold of this profile; null where that is none.</summary>
    public Estimate? At(double threshold)
    {
        var index = Thresholds.ToList().IndexOf(threshold);
        return index < 0 ? null : Above[index];
    }

    /// <summary>
    /// The profiles of all algorithms: of shares of the random→optimal gap, with τ = 0, 0.05, …, 1, where all have
    /// them, else of returns, from the lowest to the highest in twenty equal steps.
    /// </summary>
    internal static PerformanceProfile[] Of(IReadOnlyList<AlgorithmScores> algorithms)
    {
        if (algorithms.All(one => one.Shares is not null))
        {
            var shares = algorithms.Select(one => one.Shares!).ToArray();
            return Of(ScoreScale.ShareOfGap, shares, 0, 1);
        }

        var returns = algorithms.Select(one => one.Returns).ToArray();
        var all = returns.SelectMany(one => one.Adapted).SelectMany(row => row).ToArray();
        return Of(ScoreScale.Return, returns, all.Min(), all.Max());
    }

    private static PerformanceProfile[] Of(ScoreScale scale, RoundScores[] algorithms, double low, double high)
    {
        double[] thresholds =
            [.. Enumerable.Range(0, Steps + 1).Select(step => low + (high - low) * step / Steps).Distinct()];
        return Array.ConvertAll(algorithms, one =>
        {
            var scores = new RunTaskScores(one.Adapted);
            return new PerformanceProfile(scale, thresholds, Array.ConvertAll(
                thresholds, threshold => one.Bootstrap.Of(drawn => scores.ShareAbove(threshold, drawn))));
        });
    }
}

/// <summary>What a score is.</summary>
public enum ScoreScale
{
    /// <summary>Undiscounted return of an episode.</summary>
    Return,

    /// <summary>0 is uniformly random actions, 1 the task's best return.</summary>
    ShareOfGap,
}
