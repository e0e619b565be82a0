using MetaRL.Evaluation.Plots;
using MetaRL.Evaluation.Statistics;
using SkiaSharp;

namespace MetaRL.Tests.Evaluation.Plots;

/// <summary>One figure of every kind from a few results, and its pixels.</summary>
internal static class Figures
{
    public static readonly string[] Names =
        ["adaptation", "tasks", "before-after", "map", "curve-map", "learning", "time", "profile", "regret"];

    /// <summary>A figure of that name of the algorithms compared.</summary>
    public static Figure Of(string name, Comparison comparison, PlotStyle style)
    {
        var (family, tasks) = (comparison.Protocol.Tasks.Family, comparison.Protocol.Tasks.Count);
        var names = comparison.Algorithms.Select(one => one.Name).ToArray();
        return name switch
        {
            "adaptation" => AdaptationPlot.Of(comparison, style),
            "tasks" => TaskPlot.Of(comparison, style),
            "before-after" => BeforeAfterPlot.Of(comparison, style),
            "map" => TaskMapPlot.Of(comparison, [Axis(tasks, 3), Axis(tasks, 5)], style),
            "curve-map" => TaskMapPlot.Of(comparison, [Axis(tasks, tasks)], style),
            "learning" => LearningPlot.BySteps(family, Series(names), style),
            "time" => LearningPlot.ByTime(family, Series(names), style),
            "profile" => ProfilePlot.Of(family, "test", Falling(names), "return after 1 update", style),
            "regret" => RegretPlot.Of(family, "test", Falling(names), [], style),
            _ => throw new ArgumentOutOfRangeException(nameof(name), name, "There is no such figure."),
        };
    }

    /// <summary>The colour at a point of a figure's first panel.</summary>
    public static SKColor ColorAt(Figure figure, double x, double y)
    {
        using var bitmap = SKBitmap.Decode(figure.Bytes(FigureFormat.Png));
        var (left, top) = figure.Panels[0].Place(x, y);
        return bitmap.GetPixel((int)(left * figure.Style.PngScale), (int)(top * figure.Style.PngScale));
    }

    private static TaskAxis Axis(int tasks, int values) =>
        new($"parameter{values} [m]", [.. Enumerable.Range(0, tasks).Select(task => (double)(task % values))]);

    private static LearningSeries[] Series(IEnumerable<string> names) =>
        [.. names.Select((name, index) => new LearningSeries(
            name, [0, 1e6, 2e6], [-8, -7, double.NaN], [-8, -5 + index, -3 + index]) { Seconds = [1, 20, 400] })];

    private static NamedCurve[] Falling(IEnumerable<string> names) =>
        [.. names.Select(name => new NamedCurve(
            name, [0, 1, 2, 3], [1, 0.75, 0.5, 0], [0.9, 0.6, 0.4, 0], [1, 0.9, 0.6, 0.1]))];
}
