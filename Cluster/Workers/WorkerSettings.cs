namespace MetaRL.Cluster.Workers;

/// <summary>What a worker gives to jobs.</summary>
/// <param name="Threads">Threads on a CPU.</param>
/// <param name="DiskBytes">Most bytes that a job may have on the disk.</param>
/// <param name="Time">Longest that a job may take.</param>
/// <param name="Describe">The one line that an exception becomes.</param>
public sealed record WorkerSettings(int Threads, long DiskBytes, TimeSpan Time, Func<Exception, string> Describe);
