namespace MetaRL.Evaluation.Plots;

/// <summary>
/// Regret after 0..K updates: optimum minus return. Against the optimum of the known task it is a line of its own dash,
/// against the Bayes optimum, which has to find the task out, a dotted one; 0 is as good as can be.
/// </summary>
public static class RegretPlot
{
    /// <param name="family">Name of the task family.</param>
    /// <param name="set">Which tasks, such as <c>test</c>.</param>
    /// <param name="exact">Over rounds 0..K, against each task's optimum; empty where that is not known.</param>
    /// <param name="bayes">The same against the Bayes optimum, for the same algorithms in the same order.</param>
    /// <param name="style">Sizes.</param>
    public static Figure Of(
        string family, string set, IReadOnlyList<NamedCurve> exact, IReadOnlyList<NamedCurve> bayes, PlotStyle style)
    {
        NamedCurve[] all = [.. exact, .. bayes];
        var panel = new Panel(
            style,
            new PanelAxis(AxisRange.Around(all.SelectMany(one => one.X), 0.03), "updates made in the task")
            {
                Counts = true,
            },
            new PanelAxis(AxisRange.Around(all.SelectMany(one => one.Ends).Append(0)), "regret of an episode")
            {
                IsGridded = true,
            });
        foreach (var (index, one) in exact.Index().Concat(bayes.Index()))
        {
            one.DrawBand(panel, index);
        }

        panel.Rule(0, new Stroke(Palette.Ink, style.ThinLine, Palette.LongDashes));
        var entries = new List<LegendEntry>();
        foreach (var (index, one) in exact.Index())
        {
            Add(one, index, new Stroke(Palette.Color(index), style.Line, Palette.Dash(index)));
        }

        foreach (var (index, one) in bayes.Index())
        {
            Add(one, index, new Stroke(Palette.Color(index), style.ThinLine, Palette.Dots));
        }

        if (exact.Any(one => one.X.Count > 0))
        {
            entries.Add(new LegendEntry("against the optimum of the task", new Stroke(Palette.Faint, style.Line)));
        }

        if (bayes.Any(one => one.X.Count > 0))
        {
            entries.Add(new LegendEntry(
                "against the Bayes optimum", new Stroke(Palette.Faint, style.ThinLine, Palette.Dots)));
        }

        return new Figure(style, new Header(
            style, $"Regret on {family}, {set}",
            "Optimum minus return, mean over (seed, task); bands: bootstrap intervals over tasks",
            entries), panel);

        void Add(NamedCurve one, int index, Stroke stroke)
        {
            if (one.X.Count == 0)
            {
                return;
            }

            panel.Curve(one.Line, stroke, Palette.Marker(index));
            if (!entries.Exists(entry => entry.Text == one.Name))
            {
                entries.Add(new LegendEntry(one.Name, Stroke.None(stroke.Color), Palette.Marker(index)));
            }
        }
    }
}
