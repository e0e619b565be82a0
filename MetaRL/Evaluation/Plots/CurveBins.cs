namespace MetaRL.Evaluation.Plots;

/// <summary>Mean over seeds at one place of the x axis, with the lowest and highest seed.</summary>
internal readonly record struct BinnedPoint(double X, double Mean, double Lowest, double Highest);

/// <summary>Curves of several seeds, not all measured at the same places, put together.</summary>
internal static class CurveBins
{
    /// <summary>
    /// Up to <paramref name="most"/> points. Seeds of equally many iterations, which may have seen slightly different
    /// numbers of steps, are put together iteration by iteration; others in bins of equal width, each at least two
    /// iterations of the longest wide. A seed counts once per bin, by its mean; values that are not finite are left
    /// out.
    /// </summary>
    public static BinnedPoint[] Of(IReadOnlyList<(IReadOnlyList<double> X, IReadOnlyList<double> Y)> seeds, int most)
    {
        (int Seed, int Iteration, double X, double Y)[] points =
        [
            .. seeds
                .SelectMany((curve, seed) => Checked(curve.X, curve.Y)
                    .Select((point, iteration) => (seed, iteration, point.X, point.Y)))
                .Where(point => double.IsFinite(point.X) && double.IsFinite(point.Y)),
        ];
        if (points.Length == 0)
        {
            return [];
        }

        var iterations = seeds.Max(curve => curve.X.Count);
        var (low, high) = (points.Min(point => point.X), points.Max(point => point.X));
        var together = seeds.All(curve => curve.X.Count == iterations);
        var bins = Math.Min(most, together ? iterations : Math.Max(1, iterations / 2));
        return
        [
            .. points
                .GroupBy(point => together || high == low
                    ? (int)((long)bins * point.Iteration / iterations)
                    : (int)Math.Min(bins - 1, Math.Floor(bins * (point.X - low) / (high - low))))
                .OrderBy(bin => bin.Key)
                .Select(bin => Point(bin.Select(point => (point.Seed, point.X, point.Y)))),
        ];
    }

    private static BinnedPoint Point(IEnumerable<(int Seed, double X, double Y)> points)
    {
        var bin = points.ToArray();
        double[] perSeed = [.. bin.GroupBy(point => point.Seed).Select(seed => seed.Average(point => point.Y))];
        return new BinnedPoint(bin.Average(point => point.X), perSeed.Average(), perSeed.Min(), perSeed.Max());
    }

    private static IEnumerable<(double X, double Y)> Checked(IReadOnlyList<double> x, IReadOnlyList<double> y) =>
        x.Count == y.Count
            ? x.Zip(y)
            : throw new ArgumentException(
                $"A curve must have as many steps as returns, but has {x.Count} and {y.Count}.");
}
