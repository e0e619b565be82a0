namespace MetaRL.Evaluation.Plots;

/// <summary>
/// Performance profiles: F(τ) = share of the (seed, task) scores above τ, with bootstrap bands (Agarwal et al. 2021,
/// "Deep reinforcement learning at the edge of the statistical precipice", section 4.2). A curve above another one
/// everywhere is an algorithm that is better on tasks of every difficulty.
/// </summary>
public static class ProfilePlot
{
    /// <param name="family">Name of the task family.</param>
    /// <param name="set">Which tasks, such as <c>test</c>.</param>
    /// <param name="profiles">Over τ, each value in [0, 1].</param>
    /// <param name="threshold">What τ is, such as <c>return after 3 updates</c>.</param>
    /// <param name="style">Sizes.</param>
    public static Figure Of(
        string family, string set, IReadOnlyList<NamedCurve> profiles, string threshold, PlotStyle style)
    {
        var panel = new Panel(
            style,
            new PanelAxis(AxisRange.Around(profiles.SelectMany(one => one.X), 0.01), $"τ: {threshold}"),
            new PanelAxis(new AxisRange(-0.03, 1.03), "share of scores above τ") { IsGridded = true });
        foreach (var (index, one) in profiles.Index())
        {
            one.DrawBand(panel, index);
        }

        var entries = new List<LegendEntry>();
        foreach (var (index, one) in profiles.Index().Where(pair => pair.Item.X.Count > 0))
        {
            var stroke = new Stroke(Palette.Color(index), style.Line, Palette.Dash(index));
            panel.LongCurve([.. one.Line], stroke, index);
            entries.Add(new LegendEntry(one.Name, stroke, Palette.Marker(index)));
        }

        return new Figure(style, new Header(
            style, $"Performance profile on {family}, {set}",
            "Share of (seed, task) scores above a threshold; bands: bootstrap intervals over tasks", entries), panel);
    }
}
