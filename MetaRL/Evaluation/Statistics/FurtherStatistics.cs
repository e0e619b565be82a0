namespace MetaRL.Evaluation.Statistics;

/// <summary>What is known of one algorithm beside its interquartile means.</summary>
/// <param name="Aggregates">Medians and optimality gap.</param>
/// <param name="Profile">The distribution of its scores, on thresholds that all algorithms share.</param>
/// <param name="Area">Under its adaptation curve; null without updates.</param>
/// <param name="Regrets">What it loses against the best that is known.</param>
/// <param name="Efficiency">
/// Training until shares of the gap, one for each of <see cref="SampleEfficiency.Shares"/>; empty where curve or gap
/// are unknown.
/// </param>
public sealed record FurtherStatistics(
    AggregateScores Aggregates,
    PerformanceProfile Profile,
    AdaptationArea? Area,
    Regrets Regrets,
    IReadOnlyList<SampleEfficiency> Efficiency)
{
    internal static FurtherStatistics Of(
        AlgorithmScores scores, PerformanceProfile profile, IReadOnlyList<SampleEfficiency> efficiency) => new(
        AggregateScores.Of(scores),
        profile,
        AdaptationArea.Of(scores),
        new Regrets(Regret.OfOptimum(scores), Regret.OfBayes(scores)),
        efficiency);
}

/// <summary>Regrets against the two references; each null where its reference is unknown.</summary>
/// <param name="Optimum">Against the best return of each known task.</param>
/// <param name="Bayes">Against the best agent known that has only its own episodes to tell the task by.</param>
public sealed record Regrets(Regret? Optimum, Regret? Bayes);
