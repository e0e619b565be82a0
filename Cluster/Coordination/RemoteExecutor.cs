using System.Collections.Concurrent;
using MetaRL.Checkpoints;
using MetaRL.Cluster.Addresses;
using MetaRL.Cluster.Hosting;
using MetaRL.Cluster.Messages;
using MetaRL.Cluster.Workers;
using MetaRL.Configuration;
using MetaRL.Learners;
using MetaRL.Runs;

namespace MetaRL.Cluster.Coordination;

/// <summary>
/// Does runs on the workers of a cluster: what they write comes back as it is written, into the run's own directory. A
/// run whose worker dies goes on on another one from the latest checkpoint that came back.
/// </summary>
public sealed class RemoteExecutor : IRunExecutor, IDisposable
{
    private readonly WorkerPool _pool;
    private readonly ExperimentRunner _runner;
    private readonly LocalExecutor _here;
    private readonly IRunObserver _observer;
    private readonly string _output;
    private readonly string _commandLine;
    private readonly Action<string> _say;
    private readonly int _expected;
    private readonly Sharding _sharding;
    private readonly int _contributors;
    private int _trainings; // that have not ended
    private readonly ConcurrentDictionary<string, object> _specialists = new(); // a gate for each file of them

    /// <param name="link">The cluster.</param>
    /// <param name="output">Folder of all experiments.</param>
    /// <param name="observer">Told what happens.</param>
    /// <param name="commandLine">Command that started this process, for the provenance.</param>
    /// <param name="say">Told what there is to know of workers, a line each.</param>
    /// <param name="expected">Workers that there will be in a moment.</param>
    /// <param name="sharding">When the tasks of single meta-iterations are spread.</param>
    /// <param name="contributors">How many workers have to add tasks of their own to every meta-iteration.</param>
    public RemoteExecutor(
        IClusterLink link, string output, IRunObserver observer, string commandLine, Action<string> say,
        int expected = 1, Sharding sharding = Sharding.Auto, int contributors = 0)
    {
        (_sharding, _contributors) = (contributors > 0 ? Sharding.Always : sharding, contributors);
        (_output, _observer, _commandLine, _say, _expected) = (output, observer, commandLine, say, expected);
        _runner = new ExperimentRunner(output, observer, commandLine);
        _here = new LocalExecutor(_runner);
        _pool = new WorkerPool(link, say);
    }

    /// <summary>As many as there are workers, which may be more later.</summary>
    public int? AtOnce => Math.Max(_expected, _pool.Count);

    /// <summary>Tells what the workers do whenever that has changed, by a thread of its own.</summary>
    public void Watch(Action<WorkerCounts> watcher) => _pool.Watch(watcher);

    public void Plan(int trainings) => _trainings = trainings;

    public bool Train(TrainingRun run, CancellationToken stop, int? until = null)
    {
        var spread = new SpreadRule(
            run, _sharding, () => Volatile.Read(ref _trainings) < _pool.Count, hasContributors: _contributors > 0);
        try
        {
            var target = Math.Min(until ?? run.Iterations, run.Iterations);
            if (_contributors > 0 && !spread.IsDue && target > 0)
            {
                throw new ClusterException(
                    $"{RunName(run)}: Nobody can add tasks to this run, whose meta-iterations are no sums over tasks"
                    + " that adapt by gradients; leave it out with --algorithm, or leave out --contributors.");
            }

            if (!spread.IsDue)
            {
                using var copy = RunCopy.Open(run);
                if (target > 0 && (copy.Iteration ?? 0) < target
                    && Do(run, JobPhase.Train, until, copy, stop, spread) is { } complete)
                {
                    return complete;
                }
            }

            return spread.IsDue
                ? Spread(run, until, stop)
                : _here.Train(run, stop, until); // nothing to do but to note its end
        }
        finally
        {
            if (run.Iterations > 0)
            {
                _ = Interlocked.Decrement(ref _trainings);
            }
        }
    }

    public bool Evaluate(TrainingRun run, CancellationToken stop)
    {
        _ = ExperimentRunner.RequireTrained(run);
        if (run.Experiment.Evaluation.Specialist is null || File.Exists(SpecialistsOf(run)))
        {
            return Open();
        }

        // The first trains them and the others find them.
        lock (_specialists.GetOrAdd(SpecialistsOf(run), _ => new object()))
        {
            return Open();
        }

        bool Open()
        {
            using var copy = RunCopy.OfTrained(run);
            return Do(run, JobPhase.Evaluate, null, copy, stop) ?? false;
        }
    }

    public void Dispose() => _pool.Dispose();

    // Here, but for the tasks of its meta-iterations
    private bool Spread(TrainingRun run, int? until, CancellationToken stop)
    {
        JobRequest request;
        using (var copy = RunCopy.Open(run))
        {
            request = Request(run, JobPhase.Shard, until, copy);
        }

        try
        {
            while (true)
            {
                try
                {
                    var shards = new RunShards(_pool, request, _say, _contributors, stop);
                    return _runner.Train(run, stop, until, shards);
                }
                catch (RunShards.ContributorLeftException left)
                {
                    _say($"{RunName(run)}: {left.Message}; it goes on from the last checkpoint with"
                        + $" {_contributors} or more others.");
                }
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            return false; // while there was no worker; the last checkpoint is kept
        }
        finally
        {
            _pool.Share(request.Job);
        }
    }

    // Whether all is done; null where the run has paused for its tasks to be spread.
    private bool? Do(
        TrainingRun run, JobPhase phase, int? until, RunCopy copy, CancellationToken stop, SpreadRule? spread = null)
    {
        using var pause = CancellationTokenSource.CreateLinkedTokenSource(stop);
        var (deaths, audience) = (new DeathCount(), new Audience(run, _observer));
        while (_pool.Take(stop) is { } worker)
        {
            var job = new RemoteJob(_pool, worker, Request(run, phase, until, copy));
            var inbox = new Inbox(copy, SpecialistsOf(run));
            var fate = JobFate.WorkerBusy;
            try
            {
                fate = job.Do(Files(run, phase, copy), Hear, pause.Token);
            }
            finally
            {
                GiveBack(worker, fate, job.Refusal);
            }

            if (fate == JobFate.WorkerDied)
            {
                var words = deaths.Add(worker.Endpoint.ToString());
                var fault = _pool.IsAlive(worker) ? $"does not answer ({job.Silence.TrimEnd('.')})" : "is gone";
                _say($"{RunName(run)}: worker {worker.Endpoint} {fault}; {words ?? Next(phase, copy)}");
                if (words is not null)
                {
                    throw new ClusterException($"{run.Directory}: {words}");
                }
            }
            else if (job.End is { } end && IsOver(end, stop) is { } complete)
            {
                audience.TellEnd();
                return complete;
            }

            if (pause.IsCancellationRequested && !stop.IsCancellationRequested)
            {
                return null;
            }

            void Hear(JobProgress progress)
            {
                Array.ForEach(progress.Files, inbox.Take);
                Array.ForEach(progress.Events, audience.Tell);
                Array.ForEach(progress.Events, happened => spread?.Tell(happened));
                if (spread is { IsDue: true })
                {
                    pause.Cancel();
                }
            }
        }

        return false;
    }

    private void GiveBack(SiloAddress worker, JobFate fate, string refusal)
    {
        if (fate == JobFate.WorkerRefused)
        {
            _pool.Refuse(worker, refusal);
        }
        else
        {
            _pool.Return(worker, isBusy: fate is not (JobFate.Ended or JobFate.WorkerForgot));
        }
    }

    // Whether all is done; null where the worker only leaves, and another goes on.
    private bool? IsOver(JobEnd end, CancellationToken stop) => end.Outcome switch
    {
        JobOutcome.Done => true,
        JobOutcome.Stopped => stop.IsCancellationRequested ? false : null,
        JobOutcome.NotFinite => throw new NonFiniteException(end.Message),
        _ => throw new ClusterException(end.Message.Replace(JobEnd.Output, _output, StringComparison.Ordinal)),
    };

    private JobRequest Request(TrainingRun run, JobPhase phase, int? until, RunCopy copy) => new()
    {
        Job = Guid.NewGuid(),
        Version = SoftwareVersion.Whole,
        Path = run.Experiment.Path,
        Configuration = run.Experiment.RunYaml,
        TaskSet = run.Experiment.Evaluation.TaskSet is null
            ? null
            : File.ReadAllBytes(Path.Combine(run.Directory, TaskSetFile.NameInRun)),
        Hash = JobRun.HashOf(run.Experiment, run.Algorithm),
        Algorithm = run.Algorithm.Name,
        Seed = run.Seed,
        Phase = phase,
        Until = until,
        CommandLine = _commandLine,
        Checkpoints = [.. copy.Checkpoints],
    };

    private IEnumerable<FilePart> Files(TrainingRun run, JobPhase phase, RunCopy copy)
    {
        var files = copy.ToGoOnFrom().SelectMany(name => FilePart.Of(name, copy.Read(name)));
        var specialists = SpecialistsOf(run);
        return phase == JobPhase.Evaluate && File.Exists(specialists)
            ? files.Concat(FilePart.Of(FilePart.Specialists, File.ReadAllBytes(specialists)))
            : files;
    }

    private string SpecialistsOf(TrainingRun run) =>
        SpecialistFile.PathIn(_runner.Folder(run.Experiment.Path), run.Experiment.Evaluation.Split.Name);

    private static string Next(JobPhase phase, RunCopy copy) => phase == JobPhase.Train
        ? FormattableString.Invariant($"another goes on from meta-iteration {copy.Iteration ?? 0}.")
        : "another evaluates it.";

    private static string RunName(TrainingRun run) =>
        FormattableString.Invariant($"{run.Experiment.Path} {run.Algorithm.Name} seed {run.Seed}");
}
