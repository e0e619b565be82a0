using MetaRL.Learners;

namespace MetaRL.Cluster.Workers;

/// <summary>What a worker gives to jobs.</summary>
/// <param name="Threads">Threads on a CPU.</param>
/// <param name="DiskBytes">Most bytes that a job may have on the disk.</param>
/// <param name="Time">Longest that a job may take.</param>
/// <param name="Describe">The one line that an exception becomes.</param>
public sealed record WorkerSettings(int Threads, long DiskBytes, TimeSpan Time, Func<Exception, string> Describe)
{
    /// <summary>Tasks that it contributes, in place of everything else; null for a worker of others.</summary>
    public ContributionSettings? Contribution { get; init; }
}

/// <summary>Tasks that their owner shows to nobody.</summary>
/// <param name="TaskFile">The file of them, as <c>metarl freeze</c> writes it.</param>
/// <param name="Tasks">M, how many there are.</param>
/// <param name="Privacy">How single tasks are hidden in sums; null where they are not.</param>
/// <param name="MostEpsilon">ε at which no more is told; null for no bound.</param>
public sealed record ContributionSettings(
    string TaskFile, int Tasks, PrivacySettings? Privacy = null, double? MostEpsilon = null);
