namespace MetaRL.Viewer.Recordings;

/// <summary>Maps returns to [0, 1], from the lowest return to the optimum or the highest return.</summary>
/// <param name="Lowest">Lowest return shown.</param>
/// <param name="Highest">Highest return shown.</param>
/// <param name="Optimal">Optimal return; null where it is unknown.</param>
public sealed record ReturnScale(double Lowest, double Highest, double? Optimal)
{
    private double Top => Math.Max(Highest, Optimal ?? Highest);

    /// <summary>
    /// 0 at the lowest return, 1 at the larger of optimum and highest return; where these are equal, 1 if the optimum
    /// is known, else 0.
    /// </summary>
    public float Share(double value) =>
        Top > Lowest ? (float)Math.Clamp((value - Lowest) / (Top - Lowest), 0, 1) : Optimal is null ? 0 : 1;
}
