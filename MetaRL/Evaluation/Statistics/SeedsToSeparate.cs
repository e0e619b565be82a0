namespace MetaRL.Evaluation.Statistics;

/// <summary>
/// How many training seeds of each of two algorithms it takes to find a difference of the size seen, at the spread
/// seen: the least n ≥ 2 with 1 − F_ν(t_{1−α/2,ν} − |Δ| / SE(n)) ≥ 0.8, SE(n)² = (s_A² + s_B²)/n + s_T²,
/// ν = 2(n − 1) and F_ν Student's distribution (Colas, Sigaud and Oudeyer 2018, "How many random seeds?", for a test of
/// two means). It plans the next experiment; it judges nothing of this one.
/// <para>Differs from the paper:</para>
/// <list type="bullet">
/// <item>s_T, the standard error over the draw of tasks, is added: seeds share the tasks, so no number of seeds removes
/// it;</item>
/// <item>degrees of freedom are those of equal spreads, 2(n − 1), where Welch's lie between n − 1 and that.</item>
/// </list>
/// </summary>
/// <param name="Outcome">Whether there is such a number.</param>
/// <param name="Seeds">n; null where the outcome is not that it is known.</param>
public sealed record SeedsToSeparate(SeedsOutcome Outcome, int? Seeds)
{
    /// <summary>Chance of finding a difference that is there.</summary>
    public const double Power = 0.8;

    /// <summary>More are not looked for.</summary>
    public const int Most = 1000;

    /// <param name="a">[S_A, N] returns.</param>
    /// <param name="b">[S_B, N] returns on the same tasks.</param>
    /// <param name="bootstrap">The draws of tasks.</param>
    /// <param name="level">α, two-sided.</param>
    internal static SeedsToSeparate Of(double[][] a, double[][] b, TaskBootstrap bootstrap, double level)
    {
        if (a.Length == 1 || b.Length == 1)
        {
            return new SeedsToSeparate(SeedsOutcome.OneSeed, null);
        }

        // s_A: of the IQM differences that each seed of A has from all of B; s_B likewise.
        var spreadA = Spread(a, seed => PairedRows.OfEveryPair([seed], b).Values);
        var spreadB = Spread(b, seed => PairedRows.OfEveryPair(a, [seed]).Values);
        var all = new RunTaskScores(PairedRows.OfEveryPair(a, b).Values);
        return Of(
            all.InterquartileMean(), (spreadA * spreadA) + (spreadB * spreadB),
            bootstrap.StandardError(all.InterquartileMean), level);
    }

    /// <param name="difference">Δ.</param>
    /// <param name="variance">s_A² + s_B².</param>
    /// <param name="taskError">s_T.</param>
    /// <param name="level">α.</param>
    internal static SeedsToSeparate Of(double difference, double variance, double taskError, double level)
    {
        if (difference == 0)
        {
            return new SeedsToSeparate(SeedsOutcome.NoDifference, null);
        }

        for (var seeds = 2; seeds <= Most; seeds++)
        {
            if (PowerOf(Math.Abs(difference), Math.Sqrt((variance / seeds) + (taskError * taskError)), seeds, level)
                >= Power)
            {
                return new SeedsToSeparate(SeedsOutcome.Known, seeds);
            }
        }

        return new SeedsToSeparate(SeedsOutcome.OutOfReach, null);
    }

    /// <summary>1 − F_ν(t_{1−α/2,ν} − Δ/SE).</summary>
    internal static double PowerOf(double difference, double standardError, int seeds, double level)
    {
        var freedom = 2 * (seeds - 1);
        return standardError == 0
            ? 1
            : 1 - StudentT.Cumulative(
                StudentT.Quantile(1 - (level / 2), freedom) - (difference / standardError), freedom);
    }

    private static double Spread(double[][] seeds, Func<double[], double[][]> differences) =>
        ScoreStatistics.StandardDeviation(
            Array.ConvertAll(seeds, seed => new RunTaskScores(differences(seed)).InterquartileMean()));
}

/// <summary>Whether a number of seeds is known that would separate two algorithms.</summary>
public enum SeedsOutcome
{
    /// <summary>It is.</summary>
    Known,

    /// <summary>The spread between seeds is not known from one seed.</summary>
    OneSeed,

    /// <summary>The difference is 0, which no number of seeds separates.</summary>
    NoDifference,

    /// <summary>
    /// More than <see cref="SeedsToSeparate.Most"/>, or none, since the tasks alone leave too much room: it takes more
    /// tasks.
    /// </summary>
    OutOfReach,
}
