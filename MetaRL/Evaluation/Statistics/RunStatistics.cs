namespace MetaRL.Evaluation.Statistics;

/// <summary>Statistics of [R, N] values across runs.</summary>
internal static class RunStatistics
{
    /// <summary>[N] mean over runs of each task.</summary>
    public static double[] MeanOverRuns(double[][] rows) =>
        [.. Enumerable.Range(0, rows[0].Length).Select(task => rows.Average(row => row[task]))];

    /// <summary>Range of the IQM of one run.</summary>
    public static SeedSpread Spread(double[][] rows)
    {
        double[] perRun = Array.ConvertAll(rows, ScoreStatistics.InterquartileMean);
        return new SeedSpread(perRun.Min(), perRun.Max());
    }
}
