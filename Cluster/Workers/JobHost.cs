using MetaRL.Checkpoints;
using MetaRL.Cluster.Messages;
using MetaRL.Configuration.Yaml;
using MetaRL.Runs;

namespace MetaRL.Cluster.Workers;

/// <summary>The jobs of a worker, one at a time, whatever silo the questions come through.</summary>
internal sealed class JobHost : IDisposable
{
    private static readonly TimeSpan MostUnheard = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Round = TimeSpan.FromSeconds(2);

    private readonly WorkerSettings _settings;
    private readonly Timer _rounds;
    private readonly Lock _gate = new();
    private WorkerJob? _job;
    private (string Experiment, AgentEvaluation Evaluation)? _evaluation; // the latest, for the runs that follow
    private volatile bool _isLeaving;

    public JobHost(WorkerSettings settings)
    {
        _settings = settings;
        JobFolder.DeleteAbandoned();
        _rounds = new Timer(_ => GoRound(), null, Round, Round);
    }

    /// <summary>Whether there is a job whose end was not received yet.</summary>
    public bool IsBusy => _job is not null;

    /// <summary>Whether it computes at this moment.</summary>
    public bool IsRunning => _job is { IsRunning: true };

    /// <summary>Who this worker is and what it does.</summary>
    /// <param name="ranges">What it does for others' meta-iterations; null for nothing.</param>
    public WorkerState Describe(ShardHost? ranges = null)
    {
        var (job, shards) = (_job, ranges?.Latest);
        return new WorkerState
        {
            Version = SoftwareVersion.Whole,
            Machine = Environment.MachineName,
            Process = Environment.ProcessId,
            Threads = _settings.Threads,
            Run = job?.Label ?? shards?.Label,
            Phase = job?.Phase ?? (shards is null ? default : JobPhase.Shard),
            Iteration = job?.Iteration ?? shards?.Iteration ?? 0,
            Iterations = job?.Iterations ?? shards?.Iterations ?? 0,
            StepsPerSecond = job is { Phase: JobPhase.Train } ? job.StepsPerSecond : 0,
            IsLeaving = _isLeaving,
            OwnTasks = _settings.Contribution?.Tasks ?? 0,
            Epsilon = ranges?.Epsilon ?? 0,
        };
    }

    /// <summary>Takes a job, unless there is one.</summary>
    public JobReply Open(JobRequest request)
    {
        if ((_settings.Contribution is null ? JobRun.Refusal(request) : ShardHost.OnlyContributes) is { } refusal)
        {
            return new JobReply { Refusal = refusal };
        }

        lock (_gate)
        {
            if (_job is not null || _isLeaving)
            {
                return new JobReply { IsBusy = _job?.Id != request.Job };
            }

            var folder = JobFolder.Create();
            try
            {
                var (run, refused) = JobRun.Read(request, folder.Path, _settings.Threads);
                if (run is not null)
                {
                    _job = new WorkerJob(request, folder, run, _settings);
                    return new JobReply();
                }

                folder.Dispose();
                return new JobReply { Refusal = refused };
            }
            catch (Exception wrong) when (wrong is ConfigurationException or IOException)
            {
                folder.Dispose();
                return new JobReply
                {
                    Refusal = _settings.Describe(wrong).Replace(folder.Path, "runs", StringComparison.Ordinal),
                };
            }
        }
    }

    public void Put(Guid job, FilePart part) => Find(job)?.Put(part);

    public void Begin(Guid job) => Find(job)?.Begin(Evaluation);

    public async Task<JobProgress?> Poll(Guid job, long received) =>
        Find(job) is { } found ? await found.Progress(received) : null;

    public void Stop(Guid job) => Find(job)?.Stop();

    /// <summary>Ends a job, in a while where it computes, and deletes its files.</summary>
    public void Discard(Guid job)
    {
        if (Find(job) is { } found)
        {
            found.Stop();
            if (!found.IsRunning)
            {
                Drop(found);
            }
            else
            {
                _ = Task.Run(() => Drop(found)); // which waits for its thread
            }
        }
    }

    /// <summary>Takes no jobs any more, and asks the one that there is to stop.</summary>
    public void Leave()
    {
        _isLeaving = true;
        _job?.Stop();
    }

    /// <summary>Ends the job that there is, since whoever asked for it has given this worker up.</summary>
    public void Forget()
    {
        if (_job is { } job)
        {
            Discard(job.Id);
        }
    }

    public void Dispose()
    {
        _rounds.Dispose();
        _job?.Dispose();
    }

    private WorkerJob? Find(Guid job) => _job is { } one && one.Id == job ? one : null;

    private void Drop(WorkerJob job)
    {
        job.Dispose();
        lock (_gate)
        {
            _job = _job == job ? null : _job;
        }
    }

    private void GoRound()
    {
        if (_job is { } job)
        {
            job.HoldToLimits();
            if (job.Unheard > MostUnheard)
            {
                Discard(job.Id);
            }
        }
    }

    // What specialists reached belongs to the folder of a job, so that only what has none is kept for the next.
    private AgentEvaluation Evaluation(ExperimentRunner runner, JobRun run)
    {
        var experiment = run.Run.Experiment;
        var name = $"{experiment.Path}\n{experiment.ResolvedYaml}";
        if (experiment.Evaluation.Specialist is not null || experiment.Evaluation.TaskSet is not null)
        {
            return runner.Evaluation(experiment);
        }

        if (_evaluation is not { } known || known.Experiment != name)
        {
            _evaluation = known = (name, runner.Evaluation(experiment));
        }

        return known.Evaluation;
    }
}
