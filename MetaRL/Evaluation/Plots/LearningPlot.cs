using MetaRL.Evaluation.Statistics;

namespace MetaRL.Evaluation.Plots;

/// <summary>Meta-training curves: return after adaptation as whole lines, before adaptation dashed.</summary>
public static class LearningPlot
{
    /// <summary>Longer curves are averaged into this many bins, about one per five pixels.</summary>
    private const int Bins = 120;

    private const string BeforeDash = "5 4";

    /// <summary>
    /// One curve per name. A series without points keeps its colour for itself, so that all plots of a comparison
    /// agree.
    /// </summary>
    public static string Svg(IReadOnlyList<LearningSeries> series)
    {
        var bands = new List<PlotMark>();
        var curves = new List<PlotMark>();
        var entries = new List<LegendEntry>();
        foreach (var (index, seeds) in series.GroupBy(one => one.Name).Index())
        {
            if (seeds.All(seed => seed.EnvSteps.Count == 0))
            {
                continue;
            }

            var color = Palette.Color(index);
            var before = new Stroke(color, 1.5, BeforeDash, 0.8);
            Add([.. seeds.Select(seed => (seed.EnvSteps, seed.Before))], before, band: false);
            Add([.. seeds.Select(seed => (seed.EnvSteps, seed.After))], new Stroke(color, 2.25), band: true);
            entries.Add(new LegendEntry(seeds.Key, new Stroke(color, 2.25)));
        }

        entries.Add(new LegendEntry("before adaptation", new Stroke(Palette.Faint, 1.5, BeforeDash)));
        var severalSeeds = series.GroupBy(one => one.Name).Any(seeds => seeds.Count() > 1);
        return new SvgPlot
        {
            Title = "Meta-training",
            Subtitle = "Return on training tasks after adaptation"
                + (severalSeeds ? "; mean of the seeds, bands: lowest to highest seed" : ""),
            XTitle = "environment steps seen in training",
            YTitle = "return of an episode",
            XMargin = 0.01,
            Marks = [.. bands, .. curves],
            Entries = entries,
        }.Svg();

        void Add(IReadOnlyList<(IReadOnlyList<double> X, IReadOnlyList<double> Y)> seeds, Stroke stroke, bool band)
        {
            var points = CurveBins.Of(seeds, Bins);
            if (points.Length == 0)
            {
                return;
            }

            if (band && seeds.Count > 1)
            {
                bands.Add(new Band([.. points.Select(point => (point.X, point.Lowest, point.Highest))], stroke.Color));
            }

            curves.Add(new Curve([.. points.Select(point => (point.X, point.Mean))], stroke));
        }
    }
}
