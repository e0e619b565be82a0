using MetaRL.Environments.Tasks;
using MetaRL.Evaluation.Reports;
using MetaRL.Evaluation.Statistics;

namespace MetaRL.Evaluation.Plots;

/// <summary>
/// Return after 0..K updates with interval bands, one line per algorithm, between random and optimal.
/// </summary>
public static class AdaptationPlot
{
    public static Figure Of(Comparison comparison, PlotStyle style)
    {
        var (protocol, algorithms) = (comparison.Protocol, comparison.Algorithms);
        var references = ReferenceLines.Of(protocol.References, style, algorithms.SelectMany(one => one.Rounds)
            .SelectMany(round => (double[])[round.Return.Low, round.Return.High])
            .Concat(protocol.References.Bayes?.Returns ?? []));
        var panel = new Panel(
            style,
            new PanelAxis(AxisRange.Around([0, protocol.Updates], 0.03), "updates made in the task") { Counts = true },
            new PanelAxis(references.Range, "return of an episode") { IsGridded = true });
        foreach (var (index, one) in algorithms.Index())
        {
            panel.Band(
                [.. one.Rounds.Select((at, round) => ((double)round, at.Return.Low, at.Return.High))],
                Palette.Color(index));
        }

        var entries = new List<LegendEntry>();
        references.Draw(panel);
        var bayes = AddBayes(panel, protocol.References.Bayes, style);
        foreach (var (index, one) in algorithms.Index())
        {
            var stroke = new Stroke(Palette.Color(index), style.Line, Palette.Dash(index));
            if (one.Updates == 0 && protocol.Updates > 0)
            {
                panel.Rule(one.Adapted.Value, new Stroke(stroke.Color, style.ThinLine, Palette.Dots));
            }

            panel.Curve(
                one.Rounds.Select((at, round) => ((double)round, at.Return.Value)), stroke, Palette.Marker(index));
            entries.Add(new LegendEntry(one.Name, stroke, Palette.Marker(index)));
        }

        return new Figure(style, new Header(
            style, $"Adaptation on {protocol.Tasks.Family}, {ProtocolText.Set(protocol)}",
            $"Interquartile mean over (seed, task) of {protocol.Tasks.Count} tasks;"
                + $" bands: {NumberText.Percent(protocol.Settings.Confidence)} bootstrap intervals over tasks",
            [.. entries, .. references.Entries, .. bayes]), panel);
    }

    // Round k is episode k + 1 of an environment.
    private static IEnumerable<LegendEntry> AddBayes(Panel panel, BayesOptimum? bayes, PlotStyle style)
    {
        if (bayes is null)
        {
            return [];
        }

        var stroke = new Stroke(Palette.Ink, style.ThinLine, Palette.Dots);
        panel.Curve(bayes.Returns.Select((value, round) => ((double)round, value)), stroke);
        var name = bayes.IsExact ? "Bayes optimum of one environment, mean"
            : "best search known in one environment, mean";
        return [new LegendEntry(name, stroke)];
    }
}
