namespace MetaRL.Evaluation.Plots;

/// <summary>Mean over seeds at one place of the x axis, with the lowest and highest seed.</summary>
internal readonly record struct BinnedPoint(double X, double Mean, double Lowest, double Highest);

/// <summary>Curves of several seeds, not all measured at the same places, put together.</summary>
internal static class CurveBins
{
    /// <summary>
    /// Up to <paramref name="most"/> points: at every distinct x when there are few, else in bins of equal width. A
    /// seed counts once per bin, by its mean; values that are not finite are left out.
    /// </summary>
    public static BinnedPoint[] Of(IReadOnlyList<(IReadOnlyList<double> X, IReadOnlyList<double> Y)> seeds, int most)
    {
        (int Seed, double X, double Y)[] points =
        [
            .. seeds
                .SelectMany((curve, seed) => Checked(curve.X, curve.Y).Select(point => (seed, point.X, point.Y)))
                .Where(point => double.IsFinite(point.X) && double.IsFinite(point.Y)),
        ];
        if (points.Length == 0)
        {
            return [];
        }

        var (low, high) = (points.Min(point => point.X), points.Max(point => point.X));
        var few = points.Select(point => point.X).Distinct().Count() <= most;
        return
        [
            .. points
                .GroupBy(point => few ? point.X : Math.Min(most - 1, Math.Floor(most * (point.X - low) / (high - low))))
                .OrderBy(bin => bin.Key)
                .Select(bin => Point(bin)),
        ];
    }

    private static BinnedPoint Point(IEnumerable<(int Seed, double X, double Y)> bin)
    {
        double[] perSeed = [.. bin.GroupBy(point => point.Seed).Select(seed => seed.Average(point => point.Y))];
        return new BinnedPoint(bin.Average(point => point.X), perSeed.Average(), perSeed.Min(), perSeed.Max());
    }

    private static IEnumerable<(double X, double Y)> Checked(IReadOnlyList<double> x, IReadOnlyList<double> y) =>
        x.Count == y.Count
            ? x.Zip(y)
            : throw new ArgumentException(
                $"A curve must have as many steps as returns, but has {x.Count} and {y.Count}.");
}
