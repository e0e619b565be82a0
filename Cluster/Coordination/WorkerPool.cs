using MetaRL.Checkpoints;
using MetaRL.Cluster.Addresses;
using MetaRL.Cluster.Hosting;
using MetaRL.Cluster.Messages;

namespace MetaRL.Cluster.Coordination;

/// <summary>
/// The workers of a cluster, each with one job at a time. Whoever waits longest for a free one gets it; workers come
/// and go at any time.
/// </summary>
internal sealed class WorkerPool : IDisposable
{
    private static readonly TimeSpan Between = TimeSpan.FromMilliseconds(300); // looks at who is there
    private static readonly TimeSpan Elsewhere = TimeSpan.FromSeconds(2); // until a busy worker is asked again
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5); // where all workers that there are refuse

    private readonly IClusterLink _link;
    private readonly Action<string> _say;
    private readonly CancellationTokenSource _end = new();
    private readonly Thread _looking;
    private readonly object _gate = new();
    private readonly Dictionary<SiloAddress, DateTime> _free = []; // from when on
    private readonly HashSet<SiloAddress> _taken = [];
    private readonly Dictionary<SiloAddress, string> _refused = []; // with the reason
    private readonly Dictionary<SiloAddress, int> _contributors = []; // with the number of their tasks
    private readonly LinkedList<object> _queue = []; // of those who wait
    private readonly DateTime _begun = DateTime.UtcNow;
    private readonly Dictionary<Guid, SiloAddress[]> _sharing = []; // by the run whose tasks they compute
    private HashSet<SiloAddress> _alive = [];
    private ClusterException? _failure;
    private Action<WorkerCounts>? _watcher;
    private WorkerCounts? _told;

    public WorkerPool(IClusterLink link, Action<string> say)
    {
        (_link, _say) = (link, say);
        _looking = new Thread(Look) { Name = "workers", IsBackground = true };
        _looking.Start();
    }

    /// <summary>Workers that take jobs now.</summary>
    public int Count
    {
        get
        {
            lock (_gate)
            {
                return _free.Count + _taken.Count(_alive.Contains);
            }
        }
    }

    /// <summary>Tells, by the thread that looks, what the workers do when that has changed.</summary>
    public void Watch(Action<WorkerCounts> watcher)
    {
        lock (_gate)
        {
            _watcher = watcher;
        }
    }

    /// <summary>These compute tasks of a run from now on; none where its last iteration is done.</summary>
    public void Share(Guid run, params SiloAddress[] workers)
    {
        lock (_gate)
        {
            _ = workers.Length == 0 && _sharing.Remove(run);
            if (workers.Length > 0)
            {
                _sharing[run] = workers;
            }
        }
    }

    public IWorkerGrain Grain(SiloAddress worker) => _link.Grains.GetGrain<IWorkerGrain>(worker.ToParsableString());

    /// <summary>Whether a worker counts as alive.</summary>
    public bool IsAlive(SiloAddress worker)
    {
        lock (_gate)
        {
            return _alive.Contains(worker);
        }
    }

    /// <summary>Waits for a free worker and takes it; null where a token ends the waiting.</summary>
    /// <exception cref="ClusterException">None will come, or all that there are refuse.</exception>
    public SiloAddress? Take(CancellationToken stop)
    {
        using var wake = stop.Register(Wake);
        lock (_gate)
        {
            var place = _queue.AddLast(new object());
            try
            {
                while (!stop.IsCancellationRequested)
                {
                    if (_failure is not null)
                    {
                        throw new ClusterException(_failure.Message, _failure);
                    }

                    if (_queue.First == place && Free() is { } worker)
                    {
                        _free.Remove(worker);
                        _taken.Add(worker);
                        return worker;
                    }

                    if (_alive.Count > 0 && _alive.All(_refused.ContainsKey) && DateTime.UtcNow - _begun > Patience)
                    {
                        var (one, why) = _refused.First(pair => _alive.Contains(pair.Key));
                        throw new ClusterException($"The worker {one.Endpoint} takes no job: {why}");
                    }

                    _ = Monitor.Wait(_gate, Between);
                }

                return null;
            }
            finally
            {
                _queue.Remove(place);
                Monitor.PulseAll(_gate);
            }
        }
    }

    /// <summary>
    /// The workers without a job; all that there are where each has one. Waits for one where there is none.
    /// </summary>
    /// <exception cref="ClusterException">None will come.</exception>
    /// <exception cref="OperationCanceledException">The token ended the waiting.</exception>
    public IReadOnlyList<SiloAddress> Idle(CancellationToken stop) => Wait(
        () =>
        {
            var free = _free.Keys.Where(_alive.Contains);
            return InOrder(free.Any() ? free : _taken.Where(_alive.Contains));
        },
        least: 1, stop);

    /// <summary>Workers that contribute tasks of their own, with their number; waits until there are enough.</summary>
    /// <inheritdoc cref="Idle"/>
    public IReadOnlyList<(SiloAddress Worker, int Tasks)> Contributors(int least, CancellationToken stop) =>
        [.. Wait(() => InOrder(_contributors.Keys.Where(_alive.Contains)), least, stop)
            .Select(worker => (worker, _contributors[worker]))];

    private static SiloAddress[] InOrder(IEnumerable<SiloAddress> workers) =>
        [.. workers.OrderBy(worker => worker.Endpoint.ToString(), StringComparer.Ordinal)];

    private SiloAddress[] Wait(Func<SiloAddress[]> find, int least, CancellationToken stop)
    {
        using var wake = stop.Register(Wake);
        lock (_gate)
        {
            while (true)
            {
                if (_failure is not null)
                {
                    throw new ClusterException(_failure.Message, _failure);
                }

                var workers = find();
                if (workers.Length >= least)
                {
                    return workers;
                }

                stop.ThrowIfCancellationRequested();
                _ = Monitor.Wait(_gate, Between);
            }
        }
    }

    /// <summary>Gives a worker back, free again at once or, where it does another's job, in a while.</summary>
    public void Return(SiloAddress worker, bool isBusy = false)
    {
        lock (_gate)
        {
            _taken.Remove(worker);
            if (_alive.Contains(worker))
            {
                _free[worker] = isBusy ? DateTime.UtcNow + Elsewhere : DateTime.UtcNow;
            }

            Monitor.PulseAll(_gate);
        }
    }

    /// <summary>Gives a worker back for good.</summary>
    public void Refuse(SiloAddress worker, string reason)
    {
        lock (_gate)
        {
            _taken.Remove(worker);
            _free.Remove(worker);
            _refused[worker] = reason;
            Monitor.PulseAll(_gate);
        }

        _say($"The worker {worker.Endpoint} takes no job: {reason}");
    }

    /// <summary>Waits a moment, or until a worker counts as dead.</summary>
    public void WaitWhileAlive(SiloAddress worker, TimeSpan most)
    {
        lock (_gate)
        {
            if (_alive.Contains(worker))
            {
                _ = Monitor.Wait(_gate, most);
            }
        }
    }

    public void Dispose()
    {
        _end.Cancel();
        _looking.Join();
        _end.Dispose();
    }

    private SiloAddress? Free() => _free.Where(pair => pair.Value <= DateTime.UtcNow).Select(pair => pair.Key)
        .OrderBy(worker => worker.Endpoint.ToString(), StringComparer.Ordinal).FirstOrDefault();

    private void Wake()
    {
        lock (_gate)
        {
            Monitor.PulseAll(_gate);
        }
    }

    private void Look()
    {
        while (!_end.IsCancellationRequested)
        {
            try
            {
                Update(_link.Workers().GetAwaiter().GetResult());
            }
            catch (ClusterException failure)
            {
                lock (_gate)
                {
                    _failure = failure;
                    Monitor.PulseAll(_gate);
                }
            }
            catch (Exception)
            {
                // of whatever kind that the other side had; whoever asks a worker notices as well, and waits
            }

            Tell();

            _ = _end.Token.WaitHandle.WaitOne(Between);
        }
    }

    private void Update(IReadOnlyList<SiloAddress> alive)
    {
        SiloAddress[] unknown;
        lock (_gate)
        {
            _alive = [.. alive];
            foreach (var gone in _free.Keys.Except(_alive).ToArray())
            {
                _free.Remove(gone);
            }

            unknown =
            [
                .. _alive.Except(_free.Keys).Except(_taken).Except(_refused.Keys).Except(_contributors.Keys),
            ];
            Monitor.PulseAll(_gate);
        }

        foreach (var worker in unknown)
        {
            Welcome(worker);
        }
    }

    private void Tell()
    {
        Action<WorkerCounts>? watcher;
        WorkerCounts counts;
        lock (_gate)
        {
            (watcher, counts) = (_watcher, Counts());
        }

        if (watcher is null || counts == (_told ?? new WorkerCounts(0, 0, 0)))
        {
            return;
        }

        _told = counts;
        try
        {
            watcher(counts);
        }
        catch (IOException)
        {
            // a disk that is full is told of by the runs, which write more than this
        }
    }

    private WorkerCounts Counts()
    {
        var busy = _taken.Where(_alive.Contains).ToHashSet();
        return new WorkerCounts(
            _free.Count + busy.Count, busy.Count,
            _sharing.Values.SelectMany(workers => workers).Distinct()
                .Count(worker => busy.Contains(worker) || _free.ContainsKey(worker)));
    }

    private void Welcome(SiloAddress worker)
    {
        var state = Grain(worker).Describe().GetAwaiter().GetResult();
        if (Fault(state.Version) is { } fault)
        {
            Refuse(worker, fault);
        }
        else if (state.OwnTasks > 0)
        {
            lock (_gate)
            {
                _contributors[worker] = state.OwnTasks;
                Monitor.PulseAll(_gate);
            }
        }
        else if (!state.IsLeaving)
        {
            Return(worker);
        }
    }

    /// <summary>Why a worker of a version takes no jobs of this one; null where it does.</summary>
    internal static string? Fault(string version) => version == SoftwareVersion.Whole
        ? null
        : $"it is version {version}, but this is {SoftwareVersion.Whole}; build both from one commit.";
}
