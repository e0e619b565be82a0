namespace MetaRL.Evaluation.Statistics;

/// <summary>
/// Aggregates of the scores after the last update that stand beside the interquartile mean (Agarwal et al. 2021,
/// section 4.3).
/// </summary>
/// <param name="Median">Of the tasks' returns, each a mean over seeds.</param>
/// <param name="MedianShare">Of their shares of the random→optimal gap; null where that is unknown.</param>
/// <param name="OptimalityGap">
/// 1 − (1/SN) Σₛₙ min(xₛₙ, 1) of the shares x: how much of the gap is left, where no task makes up for another by
/// exceeding its optimum; null where the gap is unknown.
/// </param>
public sealed record AggregateScores(Estimate Median, Estimate? MedianShare, Estimate? OptimalityGap)
{
    private const double Target = 1; // γ, the optimum

    internal static AggregateScores Of(AlgorithmScores scores) => new(
        MedianOf(scores.Returns),
        scores.Shares is { } shares ? MedianOf(shares) : null,
        scores.Shares is { } known ? Gap(known) : null);

    private static Estimate MedianOf(RoundScores scores) =>
        scores.Bootstrap.Of(new RunTaskScores([ScoreStatistics.MeanOverRuns(scores.Adapted)]).Median);

    private static Estimate Gap(RoundScores scores)
    {
        var adapted = new RunTaskScores(scores.Adapted);
        return scores.Bootstrap.Of(drawn => adapted.OptimalityGap(Target, drawn));
    }
}
