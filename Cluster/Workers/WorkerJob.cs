using System.Diagnostics;
using MetaRL.Cluster.Messages;
using MetaRL.Configuration;
using MetaRL.Learners;
using MetaRL.Runs;

namespace MetaRL.Cluster.Workers;

/// <summary>
/// One job of a worker: a run that is trained or evaluated on a thread of its own, and what whoever asked has not
/// heard of it.
/// </summary>
internal sealed class WorkerJob : IRunObserver, IDisposable
{
    private const int MostEvents = 5000; // in an answer
    private static readonly TimeSpan Between = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan Longest = TimeSpan.FromMilliseconds(800); // until an answer without news

    private readonly JobRequest _request;
    private readonly JobFolder _folder;
    private readonly JobRun _run;
    private readonly WorkerSettings _settings;
    private readonly CancellationTokenSource _stop = new();
    private readonly Queue<JobEvent> _events = new();
    private readonly Dictionary<string, MemoryStream> _arriving = [];
    private readonly Dictionary<string, byte[]> _arrived = [];
    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private readonly SemaphoreSlim _answering = new(1);
    private readonly Lock _gate = new();
    private Thread? _thread;
    private Outbox? _outbox;
    private JobEnd? _end;
    private JobProgress? _latest;
    private bool _specialistsSent;
    private long _heard = Stopwatch.GetTimestamp();

    public WorkerJob(JobRequest request, JobFolder folder, JobRun run, WorkerSettings settings) =>
        (_request, _folder, _run, _settings) = (request, folder, run, settings);

    public Guid Id => _request.Job;

    public JobPhase Phase => _request.Phase;

    public string Label => FormattableString.Invariant($"{_request.Path}/{_request.Algorithm} seed {_request.Seed}");

    public long Iteration { get; private set; }

    public long Iterations => _run.Run.Iterations;

    public double StepsPerSecond { get; private set; }

    /// <summary>Time since somebody asked for it.</summary>
    public TimeSpan Unheard => Stopwatch.GetElapsedTime(Interlocked.Read(ref _heard));

    /// <summary>Whether it computes at this moment.</summary>
    public bool IsRunning => _thread is { IsAlive: true };

    /// <summary>Takes a part of a file that the job goes on from.</summary>
    public void Put(FilePart part)
    {
        Hear();
        lock (_gate)
        {
            var path = part.Name == FilePart.Specialists
                ? _run.Specialists
                : RunFileName.PathIn(_run.Run.Directory, part.Name);
            if (_arrived.ContainsKey(part.Name))
            {
                return; // the answer was lost
            }

            if (!_arriving.TryGetValue(part.Name, out var file))
            {
                file = _arriving[part.Name] = new MemoryStream();
            }

            if (part.Offset > file.Length || file.Length + part.Bytes.Length > _settings.DiskBytes)
            {
                throw new InvalidOperationException(
                    $"{part.Name}: A part begins at byte {part.Offset} of {file.Length}, or is too much.");
            }

            file.Position = part.Offset;
            file.Write(part.Bytes);
            if (part.IsLast)
            {
                var content = file.ToArray();
                _ = Directory.CreateDirectory(Path.GetDirectoryName(path)!);
                File.WriteAllBytes(path, content);
                _arrived[part.Name] = content;
                _arriving.Remove(part.Name);
            }
        }
    }

    /// <summary>All files are there.</summary>
    /// <param name="evaluation">What a run is evaluated on.</param>
    public void Begin(Func<ExperimentRunner, JobRun, AgentEvaluation> evaluation)
    {
        Hear();
        lock (_gate)
        {
            if (_thread is not null)
            {
                return;
            }

            foreach (var name in _request.Checkpoints.Where(name => !_arrived.ContainsKey(name)))
            {
                var path = RunFileName.PathIn(_run.Run.Directory, name);
                _ = Directory.CreateDirectory(Path.GetDirectoryName(path)!);
                File.WriteAllBytes(path, []); // whose name counts when checkpoints are thinned out
                _arrived[name] = [];
            }

            _outbox = new Outbox(_run.Run.Directory, _arrived);
            _specialistsSent = _arrived.ContainsKey(FilePart.Specialists);
            _thread = new Thread(() => Work(evaluation)) { Name = "job", IsBackground = true };
            _thread.Start();
        }
    }

    /// <summary>Asks it to end after the meta-iteration that is under way.</summary>
    public void Stop() => _stop.Cancel();

    /// <summary>Stops it where it takes more time or disk than the worker gives.</summary>
    public void HoldToLimits()
    {
        var words = _clock.Elapsed > _settings.Time
                ? FormattableString.Invariant($"takes more than {_settings.Time.TotalHours:0.##} hours (--hours)")
            : _folder.Size() > _settings.DiskBytes
                ? FormattableString.Invariant($"has more than {_settings.DiskBytes / 1e9:0.##} GB on the disk (--disk)")
            : null;
        if (words is not null && IsRunning)
        {
            lock (_gate)
            {
                _end ??= Failed($"{Label} {words}, the limit of worker {Environment.MachineName}; start the command"
                    + " again to go on, or raise the worker's limit.");
            }

            Stop();
        }
    }

    /// <summary>What has happened since an answer, as soon as something has.</summary>
    /// <param name="received">Number of the answer.</param>
    public async Task<JobProgress> Progress(long received)
    {
        Hear();
        await _answering.WaitAsync();
        try
        {
            if (_latest is { } lost && lost.Number == received + 1)
            {
                return lost;
            }

            var clock = Stopwatch.StartNew();
            while (true)
            {
                var ended = !IsRunning && _thread is not null; // before files are looked for
                if (Answer(received + 1, ended, always: clock.Elapsed > Longest) is { } answer)
                {
                    return _latest = answer;
                }

                await Task.Delay(Between);
            }
        }
        finally
        {
            _answering.Release();
        }
    }

    public void Dispose()
    {
        Stop();
        _thread?.Join();
        _folder.Dispose();
        _answering.Dispose();
    }

    void IRunObserver.TrainingStarted(TrainingRun run, long iteration)
    {
        Iteration = iteration;
        Add(new JobEvent { Kind = JobEventKind.TrainingStarted, Iteration = iteration });
    }

    void IRunObserver.Iterated(TrainingRun run, long iteration, MetaMetrics metrics, TimeSpan elapsed)
    {
        (Iteration, StepsPerSecond) = (iteration, metrics.EnvSteps / Math.Max(elapsed.TotalSeconds, 1e-9));
        Add(new JobEvent
        {
            Kind = JobEventKind.Iterated,
            Iteration = iteration,
            Elapsed = elapsed,
            Numbers = new IterationNumbers
            {
                ReturnBefore = metrics.ReturnBefore,
                ReturnAfter = metrics.ReturnAfter,
                EnvSteps = metrics.EnvSteps,
                Names = [.. metrics.Outer.Keys],
                Values = [.. metrics.Outer.Values],
            },
        });
    }

    void IRunObserver.TrainingEnded(TrainingRun run, long iteration, bool complete) =>
        Add(new JobEvent { Kind = JobEventKind.TrainingEnded, Iteration = iteration, IsComplete = complete });

    void IRunObserver.TrainingSpecialists(Experiment experiment, int generation) =>
        Add(new JobEvent { Kind = JobEventKind.TrainingSpecialists, Iteration = generation });

    void IRunObserver.Evaluating(TrainingRun run) => Add(new JobEvent { Kind = JobEventKind.Evaluating });

    void IRunObserver.Evaluated(TrainingRun run) => Add(new JobEvent { Kind = JobEventKind.Evaluated });

    private void Work(Func<ExperimentRunner, JobRun, AgentEvaluation> evaluation)
    {
        JobEnd end;
        try
        {
            var runner = new ExperimentRunner(_run.Output, this, _request.CommandLine);
            var complete = true;
            if (_request.Phase == JobPhase.Train)
            {
                complete = runner.Train(_run.Run, _stop.Token, _request.Until);
            }
            else
            {
                runner.Evaluate(_run.Run, evaluation(runner, _run));
            }

            end = new JobEnd { Outcome = complete ? JobOutcome.Done : JobOutcome.Stopped, Message = "" };
        }
        catch (NonFiniteException wrong)
        {
            end = new JobEnd { Outcome = JobOutcome.NotFinite, Message = wrong.Message };
        }
        catch (Exception failure) // of this thread, to be told to whoever asked
        {
            end = Failed(_settings.Describe(failure));
        }

        lock (_gate)
        {
            _end = _end is not null && end.Outcome == JobOutcome.Stopped ? _end : end;
        }
    }

    private JobEnd Failed(string line) => new()
    {
        Outcome = JobOutcome.Failed,
        Message = line.Replace(_run.Output, JobEnd.Output, StringComparison.Ordinal),
    };

    // Null where there is nothing to say.
    private JobProgress? Answer(long number, bool ended, bool always)
    {
        JobEvent[] events;
        lock (_gate)
        {
            events = [.. Enumerable.Range(0, Math.Min(MostEvents, _events.Count)).Select(_ => _events.Dequeue())];
        }

        var files = _outbox?.Next() ?? [];
        if (files.Length == 0 && ended && !_specialistsSent)
        {
            _specialistsSent = true;
            files = SpecialistParts();
        }

        var isAll = ended && files.Length == 0 && events.Length == 0;
        return !always && !isAll && files.Length == 0 && events.Length == 0
            ? null
            : new JobProgress { Number = number, Events = events, Files = files, End = isAll ? _end : null };
    }

    private FilePart[] SpecialistParts() => File.Exists(_run.Specialists)
        ? [.. FilePart.Of(FilePart.Specialists, File.ReadAllBytes(_run.Specialists))]
        : [];

    private void Add(JobEvent happened)
    {
        lock (_gate)
        {
            _events.Enqueue(happened);
        }
    }

    private void Hear() => Interlocked.Exchange(ref _heard, Stopwatch.GetTimestamp());
}
