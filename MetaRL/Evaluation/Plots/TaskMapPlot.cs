using MetaRL.Evaluation.Reports;
using MetaRL.Evaluation.Statistics;
using ScottPlot;

namespace MetaRL.Evaluation.Plots;

/// <summary>
/// Adapted return over the parameters of the tasks: as colour over the two that explain most of it, a panel an
/// algorithm; as height over the only one.
/// </summary>
public static class TaskMapPlot
{
    private const int MostTicks = 3;

    /// <param name="comparison">What agents earned.</param>
    /// <param name="axes">In what the tasks differ; at least one.</param>
    /// <param name="style">Sizes.</param>
    public static Figure Of(Comparison comparison, IReadOnlyList<TaskAxis> axes, PlotStyle style)
    {
        ArgumentOutOfRangeException.ThrowIfZero(axes.Count);
        var title = $"Adapted return over the tasks of {comparison.Protocol.Tasks.Family},"
            + $" {ProtocolText.Set(comparison.Protocol)}";
        if (axes.Count == 1)
        {
            return Curves(comparison, axes[0], title, style);
        }

        var scores = comparison.Algorithms[0].TaskReturns;
        TaskAxis[] chosen = [.. axes.OrderByDescending(axis => axis.Explains(scores)).Take(2)];
        return Map(comparison, [.. axes.Where(chosen.Contains)], axes.Count, title, style);
    }

    private static Figure Curves(Comparison comparison, TaskAxis axis, string title, PlotStyle style)
    {
        var references = ReferenceLines.Of(
            comparison.Protocol.References, style, comparison.Algorithms.SelectMany(one => one.TaskReturns));
        var panel = new Panel(
            style, new PanelAxis(AxisRange.Around(axis.Values, 0.03), axis.Title),
            new PanelAxis(references.Range, "return of an episode") { IsGridded = true });
        references.Draw(panel);
        var entries = new List<LegendEntry>();
        foreach (var (index, one) in comparison.Algorithms.Index())
        {
            var color = Palette.Color(index);
            (double X, double Y)[] points = [.. axis.Values.Zip(one.TaskReturns).OrderBy(point => point.First)];
            var means = points.GroupBy(point => point.X).Select(same => (same.Key, same.Average(point => point.Y)));
            panel.Curve(means, new Stroke(color, style.Hairline, Palette.Dash(index)).Faded(0.6));
            panel.Dots(points, Palette.Marker(index), 0.6f * style.Marker, color.WithAlpha(0.8));
            entries.Add(new LegendEntry(
                one.Name, new Stroke(color, style.Hairline, Palette.Dash(index)), Palette.Marker(index)));
        }

        return new Figure(style, new Header(
            style, title, "One point a task and algorithm, mean over seeds and environments",
            [.. entries, .. references.Entries]), panel);
    }

    private static Figure Map(
        Comparison comparison, TaskAxis[] axes, int known, string title, PlotStyle style)
    {
        var algorithms = comparison.Algorithms;
        double[] returns = [.. algorithms.SelectMany(one => one.TaskReturns)];
        var scale = new ColorScale(returns.Min(), returns.Max(), "return of an episode");
        var columns = Math.Min(algorithms.Count, style.Captioned || algorithms.Count == 4 ? 2 : 3);
        var panels = algorithms.Select(one => Drawn(one, axes, scale, style, columns)).ToArray();
        return new Figure(style, new Header(
            style, title,
            "One mark a task, mean over seeds and environments"
                + (known > 2 ? "; the two parameters that explain most of the first algorithm's returns" : ""),
            [], scale), panels, columns, 0.9f * style.Width / Math.Max(2, columns));
    }

    private static Panel Drawn(AlgorithmSummary one, TaskAxis[] axes, ColorScale scale, PlotStyle style, int columns)
    {
        var (x, y) = (axes[0].Values, axes[1].Values);
        var (width, height) = (Spacing(x), Spacing(y));
        var isGrid = (double)x.Distinct().Count() * y.Distinct().Count() <= 4 * x.Count;
        var panel = new Panel(style, Axis(x, width, axes[0].Title), Axis(y, height, axes[1].Title), Name());
        (double X, double Y, Color Color)[] marks =
        [
            .. x.Zip(y, one.TaskReturns).GroupBy(task => (X: task.First, Y: task.Second))
                .Select(same => (same.Key.X, same.Key.Y, scale.Of(same.Average(task => task.Third)))),
        ];
        if (isGrid)
        {
            panel.Cells(marks, width, height);
        }
        else
        {
            panel.Dots(marks);
        }

        return panel;

        PanelAxis Axis(IReadOnlyList<double> values, double step, string name) => new(
            isGrid
                ? new AxisRange(values.Min() - step / 2, values.Max() + step / 2)
                : AxisRange.Around(values),
            name)
        {
            Steps = MostTicks,
        };

        string Name() => Wrapping.Lines(
            one.Name, 0.7f * style.Width / columns, 1, PlotFont.Text(style.Text, Palette.Ink))[0];
    }

    /// <summary>The least distance of two values that differ.</summary>
    private static double Spacing(IReadOnlyList<double> values)
    {
        double[] sorted = [.. values.Distinct().Order()];
        return sorted.Skip(1).Zip(sorted, (next, one) => next - one).Min();
    }
}
