namespace MetaRL.Evaluation.Statistics;

/// <summary>
/// The median over seeds of a time until something is reached, where some seeds end before they reach it. Those are
/// known to take longer, no more: they stand behind all others in the order, and no number is made up for them.
/// <para>
/// [x₍ᵣ₎, x₍ₛ₊₁₋ᵣ₎] of S independent seeds covers the median with probability 1 − 2 Σᵢ₌₀^{r−1} (S over i) 2⁻ˢ, whatever
/// the distribution (David and Nagaraja 2003, section 7.1). r is the largest with which that is the confidence asked
/// for; with fewer than six seeds no r gives 95 %, and r = 1, the range of the seeds, covers 1 − 2¹⁻ˢ: 75 % with three,
/// 0 with one. Resampling so few seeds would give a narrower interval that claims more.
/// </para>
/// </summary>
/// <param name="Seeds">S.</param>
/// <param name="Reached">Seeds that reached it.</param>
/// <param name="Median">Null where too few seeds reached it.</param>
/// <param name="Low">Null where not even the fastest reached it.</param>
/// <param name="High">Null where the interval is open: that seed did not reach it.</param>
/// <param name="Coverage">With what probability the interval covers the median over all seeds.</param>
public sealed record CensoredMedian(
    int Seeds, int Reached, double? Median, double? Low, double? High, double Coverage)
{
    /// <param name="times">[S] of each seed; null where it ended before.</param>
    /// <param name="confidence">Coverage aimed at, in (0, 1).</param>
    public static CensoredMedian Of(IReadOnlyList<double?> times, double confidence = 0.95)
    {
        ArgumentOutOfRangeException.ThrowIfZero(times.Count);
        if (!times.All(time => double.IsFinite(time ?? 0)))
        {
            throw new ArgumentException("Times must be finite, or null where nothing was reached.", nameof(times));
        }

        var seeds = times.Count;
        double?[] ordered = [.. times.OrderBy(time => time ?? double.PositiveInfinity)];
        var (rank, coverage) = Rank(seeds, confidence);
        return new CensoredMedian(
            seeds,
            times.Count(time => time is not null),
            (ordered[(seeds - 1) / 2] + ordered[seeds / 2]) / 2,
            ordered[rank - 1],
            ordered[seeds - rank],
            coverage);
    }

    /// <summary>r, counted from 1, and its coverage.</summary>
    private static (int Rank, double Coverage) Rank(int seeds, double confidence)
    {
        var weight = Math.Pow(2, -seeds); // (S over i) 2⁻ˢ
        var (rank, coverage) = (1, 1 - (2 * weight));
        for (var next = 2; next <= (seeds + 1) / 2; next++)
        {
            weight *= (seeds - next + 2) / (next - 1.0);
            if (coverage - (2 * weight) < confidence)
            {
                break;
            }

            (rank, coverage) = (next, coverage - (2 * weight));
        }

        return (rank, coverage);
    }
}
