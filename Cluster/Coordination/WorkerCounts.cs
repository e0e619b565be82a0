namespace MetaRL.Cluster.Coordination;

/// <summary>How many workers there are and what they do for this process.</summary>
/// <param name="There">Workers that take its jobs.</param>
/// <param name="WithRun">Those of them that have a run.</param>
/// <param name="WithTasks">Those of them that compute tasks of a run's meta-iterations.</param>
public sealed record WorkerCounts(int There, int WithRun, int WithTasks);
