using MetaRL.Evaluation.Statistics;

namespace MetaRL.Evaluation.Plots;

/// <summary>
/// Meta-training curves: return after adaptation with markers, before adaptation thin and dotted. A series without
/// points keeps its colour for itself, so that all plots of a comparison agree.
/// </summary>
public static class LearningPlot
{
    /// <summary>Longer curves are averaged into this many bins, about one per five pixels.</summary>
    private const int Bins = 120;

    /// <summary>Over the environment steps of training.</summary>
    public static Figure BySteps(string family, IReadOnlyList<LearningSeries> series, PlotStyle style) =>
        Of(family, series, style, "environment steps seen in training", one => one.EnvSteps);

    /// <summary>Over wall-clock time, which must be known of every curve.</summary>
    public static Figure ByTime(string family, IReadOnlyList<LearningSeries> series, PlotStyle style)
    {
        var (unit, seconds) = series.Max(one => one.Seconds is [.., var last] ? last : 0) switch
        {
            >= 7200 => ("hours", 3600),
            >= 300 => ("minutes", 60),
            _ => ("seconds", 1),
        };
        return Of(family, series, style, $"wall-clock time of training, {unit}",
            one => [.. one.Seconds.Select(at => at / seconds)]);
    }

    private static Figure Of(
        string family, IReadOnlyList<LearningSeries> series, PlotStyle style, string xTitle,
        Func<LearningSeries, IReadOnlyList<double>> x)
    {
        var curves = series.GroupBy(one => one.Name).Select((seeds, index) => (
            Name: seeds.Key, Index: index, Seeds: seeds.Count(),
            Before: CurveBins.Of([.. seeds.Select(seed => (x(seed), seed.Before))], Bins),
            After: CurveBins.Of([.. seeds.Select(seed => (x(seed), seed.After))], Bins)))
            .Where(curve => curve.Before.Length + curve.After.Length > 0).ToArray();
        var points = curves.SelectMany(curve => curve.Before.Concat(curve.After)).ToArray();
        var panel = new Panel(
            style,
            new PanelAxis(AxisRange.Around(points.Select(point => point.X), 0.01), xTitle),
            new PanelAxis(
                AxisRange.Around(points.SelectMany(point => (double[])[point.Lowest, point.Highest])),
                "return of an episode")
            {
                IsGridded = true,
            });
        foreach (var curve in curves.Where(curve => curve.Seeds > 1))
        {
            panel.Band(
                [.. curve.After.Select(point => (point.X, point.Lowest, point.Highest))], Palette.Color(curve.Index));
        }

        var before = new Stroke(Palette.Faint, style.ThinLine, Palette.Dots);
        var entries = new List<LegendEntry>();
        foreach (var curve in curves)
        {
            panel.Curve(Line(curve.Before), (before with { Color = Palette.Color(curve.Index) }).Faded(0.7));
        }

        foreach (var curve in curves)
        {
            var stroke = new Stroke(Palette.Color(curve.Index), style.Line, Palette.Dash(curve.Index));
            panel.LongCurve([.. Line(curve.After)], stroke, curve.Index);
            entries.Add(new LegendEntry(curve.Name, stroke, Palette.Marker(curve.Index)));
        }

        entries.Add(new LegendEntry("before adaptation", before));
        return new Figure(style, new Header(
            style, $"Meta-training on {family}",
            "Return on training tasks after adaptation"
                + (curves.Any(curve => curve.Seeds > 1) ? "; mean of the seeds, bands: lowest to highest seed" : ""),
            entries), panel);
    }

    private static IEnumerable<(double X, double Y)> Line(BinnedPoint[] points) =>
        points.Select(point => (point.X, point.Mean));
}
