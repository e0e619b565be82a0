using Orleans.Concurrency;

namespace MetaRL.Cluster.Messages;

/// <summary>
/// What can be asked of a worker; its key is the address of its silo. Every question can be asked again where the
/// answer was lost, and is answered within a second or two.
/// </summary>
[Alias("metarl.worker")]
public interface IWorkerGrain : IGrainWithStringKey
{
    [AlwaysInterleave]
    Task<WorkerState> Describe();

    /// <summary>Asks it to take a job.</summary>
    [AlwaysInterleave]
    Task<JobReply> Open(JobRequest request);

    /// <summary>A part of a file that the job goes on from.</summary>
    [AlwaysInterleave]
    Task Put(Guid job, FilePart part);

    /// <summary>All files are there.</summary>
    [AlwaysInterleave]
    Task Begin(Guid job);

    /// <summary>What has happened, as soon as something has; null where the worker has no such job.</summary>
    /// <param name="job">The job.</param>
    /// <param name="received">Number of the latest answer that was received, 0 before the first.</param>
    [AlwaysInterleave]
    Task<JobProgress?> Poll(Guid job, long received);

    /// <summary>Asks a job to end after the meta-iteration that is under way.</summary>
    [AlwaysInterleave]
    Task Stop(Guid job);

    /// <summary>Its end was received, or nobody wants it any more: it ends, and its files are deleted.</summary>
    [AlwaysInterleave]
    Task Discard(Guid job);

    /// <summary>The shares of ranges of tasks in a sum over a meta-iteration's.</summary>
    [AlwaysInterleave]
    Task<RangeReply> Compute(RangeRequest request);
}
