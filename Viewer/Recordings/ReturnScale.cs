namespace MetaRL.Viewer.Recordings;

/// <summary>Where returns lie between the lowest and the best, as shares in [0, 1].</summary>
/// <param name="Lowest">At 0.</param>
/// <param name="Highest">Of those that were earned.</param>
/// <param name="Optimal">What could be earned; null where it is unknown.</param>
public sealed record ReturnScale(double Lowest, double Highest, double? Optimal)
{
    private double Top => Math.Max(Highest, Optimal ?? Highest);

    /// <summary>1 at the higher one of the optimum and the highest return; where all are equal, 1 if that is the optimum and 0 if it is unknown.</summary>
    public float Share(double value) =>
        Top > Lowest ? (float)Math.Clamp((value - Lowest) / (Top - Lowest), 0, 1) : Optimal is null ? 0 : 1;
}
