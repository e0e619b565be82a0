namespace MetaRL.Scheduling;

/// <summary>A piece of work.</summary>
/// <param name="work">What to do; false where the token ended it early.</param>
/// <param name="after">What must be done before.</param>
public sealed class Job(Func<CancellationToken, bool> work, IReadOnlyList<Job> after)
{
    public Func<CancellationToken, bool> Work { get; } = work;

    public bool IsTaken { get; set; }

    public bool IsDone { get; set; }

    public bool IsReady => !IsTaken && after.All(earlier => earlier.IsDone);
}

/// <summary>
/// Work for several threads: each takes the first job whose predecessors are done, so that one thread alone does them
/// in the order in which they were added.
/// </summary>
public sealed class JobGraph
{
    private readonly List<Job> _jobs = [];
    private readonly object _gate = new();
    private Exception? _failure;
    private bool _isStopped;

    /// <summary>Adds a job behind the others.</summary>
    /// <param name="work">What to do; it returns false where the token ended it before its end.</param>
    /// <param name="after">Jobs that must be done before.</param>
    public Job Add(Func<CancellationToken, bool> work, params IReadOnlyList<Job> after)
    {
        var job = new Job(work, after);
        _jobs.Add(job);
        return job;
    }

    /// <summary>Does all jobs; the first exception that one throws ends the others.</summary>
    /// <param name="threads">How many at a time.</param>
    /// <param name="stop">Asks jobs to end early; no other one begins then.</param>
    /// <returns>False where it was stopped.</returns>
    public bool Run(int threads, CancellationToken stop)
    {
        using var halt = CancellationTokenSource.CreateLinkedTokenSource(stop);
        Thread[] others =
        [
            .. Enumerable.Range(1, Math.Max(0, Math.Min(threads, _jobs.Count) - 1))
                .Select(_ => new Thread(() => Work(halt))),
        ];
        Array.ForEach(others, thread => thread.Start());
        Work(halt);
        Array.ForEach(others, thread => thread.Join());
        return _failure is null
            ? !_isStopped
            : throw new AggregateException(_failure);
    }

    private void Work(CancellationTokenSource halt)
    {
        while (Next(halt.Token) is { } job)
        {
            var complete = false;
            try
            {
                complete = job.Work(halt.Token);
            }
            catch (Exception failure) // of this thread, to be thrown by the one that waits for it
            {
                _failure ??= failure;
                halt.Cancel();
            }

            lock (_gate)
            {
                job.IsDone = complete;
                _isStopped |= !complete;
                Monitor.PulseAll(_gate);
            }
        }
    }

    // The first that can begin; null where none will.
    private Job? Next(CancellationToken stop)
    {
        lock (_gate)
        {
            while (!_isStopped && _jobs.Exists(job => !job.IsTaken))
            {
                if (stop.IsCancellationRequested)
                {
                    _isStopped = true;
                    break;
                }

                if (_jobs.Find(job => job.IsReady) is { } ready)
                {
                    ready.IsTaken = true;
                    return ready;
                }

                Monitor.Wait(_gate);
            }

            return null;
        }
    }
}
