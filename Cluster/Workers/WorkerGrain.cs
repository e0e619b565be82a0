using MetaRL.Cluster.Messages;
using MetaRL.Cluster.Placement;

namespace MetaRL.Cluster.Workers;

/// <summary>The face of a worker; what it knows is the worker's, so that any number of them would do.</summary>
[OnItsSilo]
internal sealed class WorkerGrain(JobHost jobs, ShardHost shards) : Grain, IWorkerGrain
{
    public Task<WorkerState> Describe() => Task.FromResult(jobs.Describe(shards));

    public Task<JobReply> Open(JobRequest request) => Task.Run(() => jobs.Open(request)); // which reads an experiment

    public Task Put(Guid job, FilePart part)
    {
        jobs.Put(job, part);
        return Task.CompletedTask;
    }

    public Task Begin(Guid job)
    {
        jobs.Begin(job);
        return Task.CompletedTask;
    }

    public Task<JobProgress?> Poll(Guid job, long received) => Task.Run(() => jobs.Poll(job, received));

    public Task Stop(Guid job)
    {
        jobs.Stop(job);
        return Task.CompletedTask;
    }

    public Task Discard(Guid job)
    {
        jobs.Discard(job);
        return Task.CompletedTask;
    }

    public Task<RangeReply> Compute(RangeRequest request) => Task.Run(() => shards.Ask(request));
}
