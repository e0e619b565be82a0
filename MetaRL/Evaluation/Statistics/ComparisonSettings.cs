namespace MetaRL.Evaluation.Statistics;

/// <summary>
/// What a comparison leaves to choose; the defaults are what every published table of this project uses.
/// </summary>
public sealed record ComparisonSettings
{
    /// <summary>The algorithm that is compared with each other one; null is the first of the results.</summary>
    public string? Subject { get; init; }

    /// <summary>Coverage aimed at by every interval, in (0, 1); 0.95 by default.</summary>
    public double Confidence { get; init; } = 0.95;

    /// <summary>Resamples per interval; 2,000 by default.</summary>
    public int Replicates { get; init; } = TaskBootstrap.DefaultReplicates;

    /// <summary>α of the worst-task mean, in (0, 1]; 0.1 by default.</summary>
    public double WorstShare { get; init; } = 0.1;

    /// <summary>Seed of the resamples, 0 by default; equal seeds give equal bytes.</summary>
    public ulong BootstrapSeed { get; init; }

    internal TaskBootstrap Bootstrap(int tasks) => new(tasks, Replicates, Confidence, BootstrapSeed);
}
