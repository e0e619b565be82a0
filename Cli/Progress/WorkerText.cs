using MetaRL.Cluster.Coordination;

namespace MetaRL.Cli.Progress;

/// <summary>Workers in words.</summary>
internal static class WorkerText
{
    /// <summary><c>3 there, 2 with a run, 1 with tasks</c>.</summary>
    public static string Of(WorkerCounts workers) => string.Join(
        ", ",
        new[] { (workers.There, "there"), (workers.WithRun, "with a run"), (workers.WithTasks, "with tasks") }
            .Where(part => part.Item1 > 0 || part.Item2 == "there")
            .Select(part => FormattableString.Invariant($"{part.Item1} {part.Item2}")));
}
