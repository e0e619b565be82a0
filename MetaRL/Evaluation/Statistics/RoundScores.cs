namespace MetaRL.Evaluation.Statistics;

/// <summary>Scores of one algorithm on one scale, returns or shares of the random→optimal gap.</summary>
/// <param name="Rounds">[K+1, S, N] after 0..K updates.</param>
/// <param name="Bootstrap">The draws of these N tasks.</param>
internal sealed record RoundScores(double[][][] Rounds, TaskBootstrap Bootstrap)
{
    /// <summary>[S, N] after the last update.</summary>
    public double[][] Adapted => Rounds[^1];

    /// <summary>[K+1] IQM over (seed, task).</summary>
    public Estimate[] InterquartileMeans() => Array.ConvertAll(Rounds, InterquartileMean);

    /// <summary>IQM over (seed, task) of a statistic of each.</summary>
    /// <param name="rows">[S, N].</param>
    public Estimate InterquartileMean(double[][] rows) => Bootstrap.Of(new RunTaskScores(rows).InterquartileMean);

    /// <summary>Mean over (seed, task) of a statistic of each.</summary>
    /// <param name="rows">[S, N].</param>
    public Estimate Mean(double[][] rows) => Bootstrap.Of(new RunTaskScores(rows).Mean);

    /// <summary>[S, N] from the K+1 scores of each (seed, task).</summary>
    /// <param name="statistic">Of [K+1] scores.</param>
    public double[][] Each(Func<double[], double> statistic) =>
        [.. Rounds[0].Select((row, seed) => row.Select((_, task) =>
            statistic(Array.ConvertAll(Rounds, round => round[seed][task]))).ToArray())];
}
