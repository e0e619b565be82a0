using MetaRL.Evaluation.Measuring;
using MetaRL.Evaluation.Reports;

namespace MetaRL.Evaluation.Plots;

/// <summary>
/// Return after 0..K updates with interval bands, one line per algorithm, between random and optimal.
/// </summary>
public static class AdaptationPlot
{
    /// <summary>
    /// A reference that would stretch the axis to more than this many times the data's range is only named.
    /// </summary>
    private const double MostStretch = 4;

    public static string Svg(ComparisonReport report)
    {
        EvaluationProtocol protocol = report.Protocol;
        var marks = new List<PlotMark>();
        var entries = new List<LegendEntry>();
        marks.AddRange(report.Algorithms.Select((one, index) => Interval(one, Palette.Color(index))));
        AddReference(marks, entries, protocol.Optimum == OptimumKind.Exact ? "optimum" : "specialist", protocol.Optimal, new Stroke(Palette.Optimum, 1.5, "8 4"));
        AddReference(marks, entries, "random actions", protocol.Random, new Stroke(Palette.Random, 1.5, "2 4"));
        foreach ((int index, AlgorithmReport one) in report.Algorithms.Index())
        {
            var stroke = new Stroke(Palette.Color(index), 2.25, Palette.Dash(index));
            if (one.Updates == 0 && protocol.Updates > 0)
            {
                marks.Add(new Rule(one.Adapted.Value, new Stroke(stroke.Color, 1.25, "2 3")));
            }
            IEnumerable<(double, double)> points = one.Returns.Select((at, round) => ((double)round, at.Value));
            marks.Add(new Curve([.. points], stroke, Palette.Marker(index)));
            entries.Insert(index, new LegendEntry(one.Name, stroke, Palette.Marker(index)));
        }
        return new SvgPlot
        {
            Title = $"Adaptation on {protocol.Family}, {protocol.Split}",
            Subtitle = $"Interquartile mean over (seed, task) of {protocol.Tasks} tasks;" +
                $" bands: {NumberText.Percent(protocol.Confidence)} bootstrap intervals over tasks",
            XTitle = "updates made in the task",
            YTitle = "return of an episode",
            XCounts = true,
            Marks = marks,
            Entries = entries,
        }.Svg();
    }

    private static Band Interval(AlgorithmReport one, string color) =>
        new([.. one.Returns.Select((at, round) => ((double)round, at.Low, at.High))], color);

    private static void AddReference(
        List<PlotMark> marks, List<LegendEntry> entries, string name, double? value, Stroke stroke)
    {
        if (value is not { } known)
        {
            return;
        }
        double low = marks.SelectMany(mark => mark.Ys).Min(), high = marks.SelectMany(mark => mark.Ys).Max();
        bool visible = Math.Max(high, known) - Math.Min(low, known) <= MostStretch * (high - low) || high == low;
        if (visible)
        {
            marks.Add(new Rule(known, stroke));
        }
        string text = NumberText.Fixed(known, NumberText.Decimals(known));
        entries.Add(new LegendEntry(visible ? $"{name} ({text})" : $"{name} ({text}, off the scale)", stroke));
    }
}
