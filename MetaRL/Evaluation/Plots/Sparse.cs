namespace MetaRL.Evaluation.Plots;

/// <summary>Few places along a curve for its markers.</summary>
internal static class Sparse
{
    /// <summary>
    /// About so many of the points; others for other algorithms, whose curves may lie on one another.
    /// </summary>
    public static IEnumerable<(double X, double Y)> Of(
        IReadOnlyList<(double X, double Y)> points, int most, int index)
    {
        var every = Math.Max(1, points.Count / most);
        return points.Where((_, at) => at % every == index * every / 3 % every);
    }
}
