namespace MetaRL.Evaluation.Statistics;

/// <summary>Differences of returns on the same tasks, and how finely they are known.</summary>
/// <param name="Values">[R, N] a row for each pair of runs, 0 where a difference is rounding alone.</param>
/// <param name="Resolution">What is not above it is rounding.</param>
internal sealed record PairedRows(double[][] Values, double Resolution)
{
    /// <summary>This part of the largest return is rounding of single-precision sums.</summary>
    public const double RoundingShare = 1e-6;

    /// <summary>Those of every pair of seeds.</summary>
    /// <param name="a">[S_A, N] returns.</param>
    /// <param name="b">[S_B, N] returns on the same tasks.</param>
    public static PairedRows OfEveryPair(double[][] a, double[][] b) =>
        Of(a, b, ScoreStatistics.Differences(a, b));

    /// <summary>Those of the same seed.</summary>
    /// <param name="a">[S, N] returns.</param>
    /// <param name="b">[S, N] others on the same tasks.</param>
    public static PairedRows OfSameSeed(double[][] a, double[][] b) =>
        Of(a, b, ScoreStatistics.PairedDifferences(a, b));

    /// <summary>[N] means over the pairs, 0 where what cancels leaves rounding alone.</summary>
    public double[] PerTask() => WithoutRounding(ScoreStatistics.MeanOverRuns(Values), Resolution);

    private static PairedRows Of(double[][] a, double[][] b, double[][] differences)
    {
        var resolution = RoundingShare * a.Concat(b).SelectMany(row => row).Max(Math.Abs);
        return new PairedRows(Array.ConvertAll(differences, row => WithoutRounding(row, resolution)), resolution);
    }

    private static double[] WithoutRounding(double[] differences, double resolution) =>
        Array.ConvertAll(differences, difference => Math.Abs(difference) <= resolution ? 0 : difference);
}
