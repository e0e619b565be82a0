using MetaRL.Environments.Tasks;
using MetaRL.Evaluation.Reports;
using MetaRL.Evaluation.Statistics;
using ScottPlot;

namespace MetaRL.Evaluation.Plots;

/// <summary>The adapted return of every task, a row per algorithm; thin lines join the same task.</summary>
public static class TaskPlot
{
    /// <summary>Above this many tasks the joining lines would hide the dots.</summary>
    private const int MostJoined = 60;

    private const double Above = 0.32; // of a row, where the mean stands

    public static Figure Of(Comparison comparison, PlotStyle style)
    {
        var (tasks, algorithms) = (comparison.Protocol.Tasks, comparison.Algorithms);
        var joined = tasks.Count <= MostJoined && algorithms.Count > 1;
        var panel = new Panel(
            style,
            new PanelAxis(
                AxisRange.Around(algorithms.SelectMany(one =>
                    (double[])[.. one.TaskReturns, one.Adapted.Low, one.Adapted.High]), 0.03),
                "return of an episode")
            {
                IsGridded = true,
            },
            new PanelAxis(new AxisRange(0.5 - algorithms.Count, 0.5), "")
            {
                Names = [.. algorithms.Select((one, row) => new Tick(-row, Name(one.Name, style)))],
            });
        if (joined)
        {
            for (var task = 0; task < tasks.Count; task++)
            {
                var one = task;
                panel.Curve(
                    algorithms.Select((algorithm, row) => (algorithm.TaskReturns[one], Row(row, one))),
                    new Stroke(Palette.Axis, style.Hairline).Faded(0.4));
            }
        }

        var (diameter, opacity) = tasks.Count > 200 ? (0.45f, 0.45) : (0.7f, 0.65);
        foreach (var (row, one) in algorithms.Index())
        {
            var color = Palette.Color(row);
            panel.Dots(
                one.TaskReturns.Select((value, task) => (value, Row(row, task))), MarkerShape.FilledCircle,
                diameter * style.Marker, color.WithAlpha(opacity));
            panel.Interval(one.Adapted, Above - row, new Stroke(color, style.Line), MarkerShape.FilledDiamond);
        }

        var confidence = NumberText.Percent(comparison.Protocol.Settings.Confidence);
        return new Figure(style, new Header(
            style, $"Return on every task of {tasks.Family}, {ProtocolText.Set(comparison.Protocol)}",
            "After the last update, mean over seeds and environments"
                + (joined ? "; thin lines join the same task" : ""),
            [
                new LegendEntry("one task", Stroke.None(Palette.Faint), MarkerShape.FilledCircle),
                new LegendEntry($"interquartile mean and {confidence} interval",
                    new Stroke(Palette.Faint, style.Line), MarkerShape.FilledDiamond),
            ]), [panel], 1, style.Text * (5 + 3.6f * algorithms.Count));
    }

    // Beside the panel, in at most a third of the width.
    private static string Name(string name, PlotStyle style) => string.Join(
        '\n', Wrapping.Lines(name, style.Width / 3, 2, PlotFont.Text(style.Text, Palette.Ink)));

    /// <summary>
    /// A task has the same place in every row, scattered so that a grid of tasks makes no stripes.
    /// </summary>
    private static double Row(int row, int task) =>
        -row - 0.08 + 0.4 * (new SplitMix64((ulong)task).Next() / (double)ulong.MaxValue - 0.5);
}
