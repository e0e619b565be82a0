using MetaRL.Environments.Tasks;
using MetaRL.Evaluation.Measuring;
using MetaRL.Evaluation.Reports;
using MetaRL.Evaluation.Statistics;

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

    public static string Svg(Comparison comparison)
    {
        var (protocol, references) = (comparison.Protocol, comparison.Protocol.References);
        var marks = new List<PlotMark>();
        var entries = new List<LegendEntry>();
        marks.AddRange(comparison.Algorithms.Select((one, index) => Interval(one, Palette.Color(index))));
        var optimum = references.Optimum == OptimumKind.Exact ? "optimum" : "specialist";
        AddReference(marks, entries, optimum, references.Optimal, new Stroke(Palette.Optimum, 1.5, "8 4"));
        AddReference(marks, entries, "random actions", references.Random, new Stroke(Palette.Random, 1.5, "2 4"));
        AddBayes(marks, entries, references.Bayes);
        foreach (var (index, one) in comparison.Algorithms.Index())
        {
            var stroke = new Stroke(Palette.Color(index), 2.25, Palette.Dash(index));
            if (one.Updates == 0 && protocol.Updates > 0)
            {
                marks.Add(new Rule(one.Adapted.Value, new Stroke(stroke.Color, 1.25, "2 3")));
            }

            var points = one.Rounds.Select((at, round) => ((double)round, at.Return.Value));
            marks.Add(new Curve([.. points], stroke, Palette.Marker(index)));
            entries.Insert(index, new LegendEntry(one.Name, stroke, Palette.Marker(index)));
        }

        return new SvgPlot
        {
            Title = $"Adaptation on {protocol.Tasks.Family}, {ProtocolText.Set(protocol)}",
            Subtitle = $"Interquartile mean over (seed, task) of {protocol.Tasks.Count} tasks;"
                + $" bands: {NumberText.Percent(protocol.Settings.Confidence)} bootstrap intervals over tasks",
            XTitle = "updates made in the task",
            YTitle = "return of an episode",
            XCounts = true,
            Marks = marks,
            Entries = entries,
        }.Svg();
    }

    private static Band Interval(AlgorithmSummary one, string color) =>
        new([.. one.Rounds.Select((at, round) => ((double)round, at.Return.Low, at.Return.High))], color);

    // Round k is episode k + 1 of an environment.
    private static void AddBayes(List<PlotMark> marks, List<LegendEntry> entries, BayesOptimum? bayes)
    {
        if (bayes is not null)
        {
            var stroke = new Stroke(Palette.Optimum, 1.5, "1 3");
            marks.Add(new Curve([.. bayes.Returns.Select((value, round) => ((double)round, value))], stroke));
            entries.Add(new LegendEntry(
                bayes.IsExact ? "Bayes optimum of one environment, mean"
                    : "best search known in one environment, mean",
                stroke));
        }
    }

    private static void AddReference(
        List<PlotMark> marks, List<LegendEntry> entries, string name, double? value, Stroke stroke)
    {
        if (value is not { } known)
        {
            return;
        }

        double[] shown = [.. marks.SelectMany(mark => mark.Ys)];
        var (low, high) = (shown.Min(), shown.Max());
        var visible = Math.Max(high, known) - Math.Min(low, known) <= MostStretch * (high - low) || high == low;
        if (visible)
        {
            marks.Add(new Rule(known, stroke));
        }

        var text = NumberText.Fixed(known, NumberText.Decimals(known));
        entries.Add(new LegendEntry(visible ? $"{name} ({text})" : $"{name} ({text}, off the scale)", stroke));
    }
}
