using MetaRL.Evaluation.Measuring;

namespace MetaRL.Evaluation.Statistics;

/// <summary>Evaluation results of several algorithms and seeds on the same tasks, compared.</summary>
/// <param name="Protocol">How the numbers were made.</param>
/// <param name="Algorithms">In the order of the results, the subject first.</param>
/// <param name="Pairs">The subject against each other algorithm.</param>
public sealed record Comparison(
    EvaluationProtocol Protocol,
    IReadOnlyList<AlgorithmSummary> Algorithms,
    IReadOnlyList<PairwiseComparison> Pairs)
{
    /// <summary>
    /// The comparison of all results. The same draws of tasks serve every interval, so equal results and settings give
    /// equal numbers to the last bit.
    /// </summary>
    /// <param name="results">In the order the algorithms shall be listed; the meta-learner first.</param>
    /// <param name="settings">Defaults when null.</param>
    /// <param name="learning">Meta-training curves, by the names of the algorithms; null where there are none.</param>
    /// <exception cref="IncomparableException">The results are not of the same tasks, evaluated in the same
    /// way.</exception>
    /// <exception cref="EvaluationFormatException">A result is malformed or holds a number that is not
    /// finite.</exception>
    public static Comparison Of(
        IReadOnlyList<EvaluationResult> results, ComparisonSettings? settings = null,
        IReadOnlyList<LearningSeries>? learning = null)
    {
        settings ??= new ComparisonSettings();
        Comparability.Require(results);
        var runs = AlgorithmRuns.Group(results, settings.Subject);
        var bootstrap = settings.Bootstrap(results[0].Tasks);
        AlgorithmScores[] scores = [.. runs.Select(one => AlgorithmScores.Of(one, bootstrap, settings))];
        var scale = TrainingScale.Of(results);
        AlgorithmSummary[] algorithms =
        [
            .. scores.Zip(PerformanceProfile.Of(scores), (one, profile) => AlgorithmSummary.Of(
                one,
                FurtherStatistics.Of(one, profile, SampleEfficiency.Of(
                    [.. (learning ?? []).Where(curve => curve.Name == one.Runs.Name)], scale, settings.Confidence)),
                settings)),
        ];
        var pairs = PairwiseComparison.Family(algorithms, [.. runs.Select(one => one.Adapted())], bootstrap, settings);
        return new Comparison(EvaluationProtocol.Of(results, settings), algorithms, pairs);
    }
}
