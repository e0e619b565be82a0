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
        var set = ProtocolText.Set(comparison.Protocol);
        yield return new($"adaptation{suffix}", $"Return after each update, {set}",
            style => AdaptationPlot.Of(comparison, style));
        yield return new($"tasks{suffix}", $"Adapted return on every task, {set}",
            style => TaskPlot.Of(comparison, style));
        if (comparison.Protocol.Updates > 0)
        {
            yield return new($"before-after{suffix}", $"Return on every task before and after adapting, {set}",
                style => BeforeAfterPlot.Of(comparison, style));
        }

        if (axes.Count > 0)
        {
            yield return new($"task-map{suffix}", $"Adapted return over the parameters of the tasks, {set}",
                style => TaskMapPlot.Of(comparison, axes, style));
        }
    }
}
