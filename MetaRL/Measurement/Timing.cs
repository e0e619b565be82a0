namespace MetaRL.Measurement;

/// <summary>How long something took, and the least that it could take on this device.</summary>
/// <param name="Seconds">Median.</param>
/// <param name="FloorSeconds"><see cref="DeviceSpeed.Floor"/> of the work.</param>
public sealed record Timing(double Seconds, double FloorSeconds)
{
    /// <summary>Measured over floor; at least 1 but for errors of measurement.</summary>
    public double Ratio => Seconds / FloorSeconds;
}
