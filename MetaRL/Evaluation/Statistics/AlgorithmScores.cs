namespace MetaRL.Evaluation.Statistics;

/// <summary>All scores of one algorithm, before they are aggregated.</summary>
/// <param name="Runs">Where they are from.</param>
/// <param name="Returns">Of all tasks.</param>
/// <param name="Shares">Shares of the random→optimal gap of the tasks that have one; null where none has.</param>
/// <param name="TasksWithoutGap">Tasks left out of <paramref name="Shares"/> because their gap is too small.</param>
internal sealed record AlgorithmScores(
    AlgorithmRuns Runs, RoundScores Returns, RoundScores? Shares, int TasksWithoutGap)
{
    public static AlgorithmScores Of(AlgorithmRuns runs, TaskBootstrap bootstrap, ComparisonSettings settings)
    {
        double[][][] rounds = [.. Enumerable.Range(0, runs.Updates + 1).Select(runs.Returns)];
        var (shares, withoutGap) = OfGap(runs, rounds, settings);
        return new AlgorithmScores(runs, new RoundScores(rounds, bootstrap), shares, withoutGap);
    }

    /// <summary>A task is left out for all seeds and rounds as soon as its gap is too small in one of them.</summary>
    private static (RoundScores? Shares, int WithoutGap) OfGap(
        AlgorithmRuns runs, double[][][] rounds, ComparisonSettings settings)
    {
        if (runs.Seeds.Any(seed => seed.Optimal is null || seed.Random is null))
        {
            return (null, 0);
        }

        var shares = Array.ConvertAll(rounds, rows => rows
            .Select((row, seed) => ScoreStatistics.ShareOfGap(row, runs.Seeds[seed].Random!, runs.Seeds[seed].Optimal!))
            .ToArray());
        var tasks = shares[0][0].Length;
        int[] kept =
            [.. Enumerable.Range(0, tasks).Where(task => shares[0].All(seed => !double.IsNaN(seed[task])))];
        return kept.Length == 0
            ? (null, tasks)
            : (new RoundScores(
                Array.ConvertAll(shares, rows => Only(rows, kept)), settings.Bootstrap(kept.Length)),
                tasks - kept.Length);
    }

    private static double[][] Only(double[][] rows, int[] tasks) =>
        Array.ConvertAll(rows, row => Array.ConvertAll(tasks, task => row[task]));
}
