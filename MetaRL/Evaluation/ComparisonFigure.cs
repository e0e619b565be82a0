using MetaRL.Evaluation.Plots;
using MetaRL.Evaluation.Reports;
using MetaRL.Evaluation.Statistics;

namespace MetaRL.Evaluation;

/// <summary>A figure of a comparison in any size.</summary>
/// <param name="Name">Of its file, without an ending.</param>
/// <param name="Caption">What it shows, for those who cannot see it.</param>
/// <param name="Draw">Draws it.</param>
internal sealed record ComparisonFigure(string Name, string Caption, Func<PlotStyle, Figure> Draw)
{
    /// <summary>Those of one task set.</summary>
    /// <param name="comparison">What they show.</param>
    /// <param name="axes">In what its tasks differ; none where that is not known.</param>
    /// <param name="suffix">End of their names.</param>
    public static IEnumerable<ComparisonFigure> Of(
        Comparison comparison, IReadOnlyList<TaskAxis> axes, string suffix)
    {
        var (family, set) = (comparison.Protocol.Tasks.Family, ProtocolText.Set(comparison.Protocol));
        yield return new($"adaptation{suffix}", $"Return after each update, {set}",
            style => AdaptationPlot.Of(comparison, style));
        yield return new($"tasks{suffix}", $"Adapted return on every task, {set}",
            style => TaskPlot.Of(comparison, style));
        if (comparison.Protocol.Updates > 0)
        {
            yield return new($"before-after{suffix}", $"Return on every task before and after adapting, {set}",
                style => BeforeAfterPlot.Of(comparison, style));
        }

        yield return new($"profile{suffix}", $"Share of scores above a threshold, {set}",
            style => ProfilePlot.Of(
                family, set, [.. comparison.Algorithms.Select(Profile)], Threshold(comparison), style));
        if (comparison.Protocol.Updates > 0
            && comparison.Algorithms.Any(one => one.Further.Regrets.Optimum is not null))
        {
            yield return new($"regret{suffix}", $"Regret after each update, {set}",
                style => RegretPlot.Of(
                    family, set, [.. comparison.Algorithms.Select(one => Regret(one, one.Further.Regrets.Optimum))],
                    [.. comparison.Algorithms.Select(one => Regret(one, one.Further.Regrets.Bayes))], style));
        }

        if (axes.Count > 0)
        {
            yield return new($"task-map{suffix}", $"Adapted return over the parameters of the tasks, {set}",
                style => TaskMapPlot.Of(comparison, axes, style));
        }
    }

    private static NamedCurve Profile(AlgorithmSummary one) =>
        Curve(one.Name, one.Further.Profile.Thresholds, one.Further.Profile.Above);

    private static string Threshold(Comparison comparison) =>
        comparison.Algorithms[0].Further.Profile.Scale == ScoreScale.ShareOfGap
            ? "share of the way from random actions to the best return"
            : $"return after {AdaptationVerdict.Updates(comparison.Protocol.Updates)}";

    private static NamedCurve Regret(AlgorithmSummary one, Regret? regret) => regret is null
        ? Curve(one.Name, [], [])
        : Curve(one.Name, [.. regret.PerRound.Select((_, round) => (double)round)], regret.PerRound);

    private static NamedCurve Curve(string name, IReadOnlyList<double> x, IReadOnlyList<Estimate> values) => new(
        name, x, [.. values.Select(value => value.Value)], [.. values.Select(value => value.Low)],
        [.. values.Select(value => value.High)]);
}
