namespace MetaRL.Evaluation.Statistics;

/// <summary>A statistic of the sample at hand and the bounds of its bootstrap interval.</summary>
/// <param name="Value">The statistic of the sample itself, not the mean of the replicates.</param>
/// <param name="Low">Lower percentile of the replicates.</param>
/// <param name="High">Upper percentile of the replicates.</param>
public readonly record struct Estimate(double Value, double Low, double High)
{
    /// <summary>Whether the two intervals share a point.</summary>
    public bool Overlaps(Estimate other) => Low <= other.High && other.Low <= High;
}

/// <summary>
/// Lowest and highest value of a statistic computed for every seed alone. Task bootstraps do not cover the variance
/// between seeds, so this stands beside their intervals wherever there are several seeds.
/// </summary>
public readonly record struct SeedSpread(double Lowest, double Highest);
