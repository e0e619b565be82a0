using MetaRL.Evaluation.Reports;
using MetaRL.Evaluation.Statistics;

namespace MetaRL.Evaluation.Plots;

/// <summary>
/// Return before and after adapting, a point a task and algorithm. What is above the diagonal has adapted; algorithms
/// without updates have no point.
/// </summary>
public static class BeforeAfterPlot
{
    public static Figure Of(Comparison comparison, PlotStyle style)
    {
        var (protocol, algorithms) = (comparison.Protocol, comparison.Algorithms);
        var adapting = algorithms.Index().Where(pair => pair.Item.Updates > 0).ToArray();
        var references = ReferenceLines.Of(
            protocol.References, style,
            adapting.SelectMany(pair => pair.Item.TaskReturnsBefore.Concat(pair.Item.TaskReturns)));
        var before = AxisRange.Around(adapting.SelectMany(pair => pair.Item.TaskReturnsBefore));
        var panel = new Panel(
            style,
            new PanelAxis(before, "return before adapting"),
            new PanelAxis(references.Range, "return after adapting") { IsGridded = true });
        panel.Curve([(before.Low, before.Low), (before.High, before.High)], new Stroke(Palette.Axis, style.ThinLine));
        references.Draw(panel);
        var entries = new List<LegendEntry>();
        var opacity = protocol.Tasks.Count > 200 ? 0.4 : 0.7;
        foreach (var (index, one) in adapting)
        {
            var color = Palette.Color(index);
            panel.Dots(
                one.TaskReturnsBefore.Zip(one.TaskReturns), Palette.Marker(index), 0.7f * style.Marker,
                color.WithAlpha(opacity));
            entries.Add(new LegendEntry(one.Name, Stroke.None(color), Palette.Marker(index)));
        }

        entries.Add(new LegendEntry("no change", new Stroke(Palette.Axis, style.ThinLine)));
        return new Figure(style, new Header(
            style, $"Return before and after adapting on {protocol.Tasks.Family}, {ProtocolText.Set(protocol)}",
            "One point a task and algorithm, mean over seeds and environments",
            [.. entries, .. references.Entries]), [panel], 1, style.PanelHeight * 1.4f);
    }
}
