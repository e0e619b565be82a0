using MetaRL.Environments.Tasks;
using MetaRL.Evaluation.Reports;
using MetaRL.Evaluation.Statistics;

namespace MetaRL.Evaluation.Plots;

/// <summary>The adapted return of every task, a column per algorithm; thin lines join the same task.</summary>
public static class TaskPlot
{
    /// <summary>Above this many tasks the joining lines would hide the dots.</summary>
    private const int MostJoined = 60;

    public static string Svg(Comparison comparison)
    {
        var (tasks, algorithms) = (comparison.Protocol.Tasks, comparison.Algorithms);
        var confidence = NumberText.Percent(comparison.Protocol.Settings.Confidence);
        var joined = tasks.Count <= MostJoined && algorithms.Count > 1;
        var marks = new List<PlotMark>();
        if (joined)
        {
            marks.AddRange(Enumerable.Range(0, tasks.Count).Select(task => new Curve(
                [.. algorithms.Select((one, column) => (Dot(column, task), one.TaskReturns[task]))],
                new Stroke(Palette.Axis, 0.8, Opacity: 0.4))));
        }

        foreach (var (column, one) in algorithms.Index())
        {
            marks.Add(new Dots([.. one.TaskReturns.Select((value, task) => (Dot(column, task), value))],
                Palette.Color(column), tasks.Count > 200 ? 2.2 : 3.4, tasks.Count > 200 ? 0.45 : 0.65));
        }

        marks.AddRange(algorithms.Select((one, column) =>
            new IntervalBar(column + 0.32, one.Adapted, Palette.Color(column), MarkerShape.Diamond)));
        return new SvgPlot
        {
            Title = $"Return on every task of {tasks.Family}, {ProtocolText.Set(comparison.Protocol)}",
            Subtitle = "After the last update, mean over seeds and environments"
                + (joined ? "; thin lines join the same task" : ""),
            XTitle = "algorithm",
            YTitle = "return of an episode",
            XNames = [.. algorithms.Select(one => one.Name)],
            Width = Math.Clamp(100 + 110 * algorithms.Count, 760, 1200),
            Marks = marks,
            Entries =
            [
                new LegendEntry("one task", new Stroke(Palette.Faint, 0), MarkerShape.Circle),
                new LegendEntry($"interquartile mean and {confidence} interval",
                    new Stroke(Palette.Faint, 2.5), MarkerShape.Diamond),
            ],
        }.Svg();
    }

    /// <summary>
    /// A task has the same place in every column, scattered so that a grid of tasks makes no stripes.
    /// </summary>
    private static double Dot(int column, int task) =>
        column - 0.06 + 0.36 * (new SplitMix64((ulong)task).Next() / (double)ulong.MaxValue - 0.5);
}
