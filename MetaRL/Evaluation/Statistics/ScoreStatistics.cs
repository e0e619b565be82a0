namespace MetaRL.Evaluation.Statistics;

/// <summary>
/// What is computed from scores before they are aggregated: a score is the mean over E environments of one
/// (seed, task).
/// </summary>
public static class ScoreStatistics
{
    /// <summary>A random→optimal gap below this, in units of return, is no scale to normalise by.</summary>
    public const double SmallestGap = 1e-9;

    /// <summary>[S_A·S_B, N] the differences aₛₙ − bᵣₙ for every pair of seeds (s, r) on the same task n.</summary>
    /// <param name="a">[S_A, N].</param>
    /// <param name="b">[S_B, N], the same tasks.</param>
    public static double[][] Differences(double[][] a, double[][] b) =>
        [.. a.SelectMany(first => b.Select(second => Subtract(first, second)))];

    /// <summary>[S, N] the differences aₛₙ − bₛₙ of the same seed on the same task.</summary>
    public static double[][] PairedDifferences(double[][] a, double[][] b) => [.. a.Zip(b, Subtract)];

    /// <summary>
    /// [N] (returnₙ − randomₙ) / (optimalₙ − randomₙ): 0 is as good as random actions, 1 is the task's exact optimum.
    /// NaN where the gap is below <see cref="SmallestGap"/>.
    /// </summary>
    public static double[] ShareOfGap(double[] returns, double[] random, double[] optimal)
    {
        var share = new double[returns.Length];
        for (var task = 0; task < share.Length; task++)
        {
            var gap = optimal[task] - random[task];
            share[task] = gap < SmallestGap ? double.NaN : (returns[task] - random[task]) / gap;
        }

        return share;
    }

    /// <summary>[N] mean over runs of each task of [R, N] values.</summary>
    internal static double[] MeanOverRuns(double[][] rows) =>
        [.. Enumerable.Range(0, rows[0].Length).Select(task => rows.Average(row => row[task]))];

    /// <summary>√(Σᵢ (xᵢ − x̄)² / (n − 1)); 0 of a single value.</summary>
    internal static double StandardDeviation(double[] values)
    {
        var mean = values.Average();
        return Math.Sqrt(values.Sum(value => (value - mean) * (value - mean)) / Math.Max(1, values.Length - 1));
    }

    /// <summary>Range of the IQM of one run of [R, N] values.</summary>
    internal static SeedSpread Spread(double[][] rows)
    {
        var perRun = Array.ConvertAll(rows, row => new RunTaskScores([row]).InterquartileMean());
        return new SeedSpread(perRun.Min(), perRun.Max());
    }

    private static double[] Subtract(double[] a, double[] b) => a.Length == b.Length
        ? [.. a.Zip(b, (x, y) => x - y)]
        : throw new ArgumentException($"Paired rows must have the same tasks, but have {a.Length} and {b.Length}.");
}
