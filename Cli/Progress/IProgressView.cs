using MetaRL.Cluster.Coordination;
using MetaRL.Scheduling;

namespace MetaRL.Cli.Progress;

/// <summary>Shows what a schedule does, and the workers where there are some.</summary>
internal interface IProgressView : IScheduleObserver
{
    /// <summary>Workers came, went, began or ended something; told by one thread.</summary>
    void WorkersChanged(WorkerCounts workers);
}
