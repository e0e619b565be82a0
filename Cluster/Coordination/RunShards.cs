using MetaRL.Agents.Policies;
using MetaRL.Cluster.Addresses;
using MetaRL.Cluster.Messages;
using MetaRL.Learners;

namespace MetaRL.Cluster.Coordination;

/// <summary>
/// The workers that are free compute the tasks of a run's meta-iterations; what one that dies had to do, another does.
/// </summary>
/// <param name="pool">The workers.</param>
/// <param name="run">The run.</param>
/// <param name="say">Told of workers that are gone, a line each.</param>
/// <param name="stop">Ends the waiting for workers.</param>
internal sealed class RunShards(WorkerPool pool, JobRequest run, Action<string> say, CancellationToken stop) : IShards
{
    private const int MostDeaths = 10; // during one question
    private static readonly TimeSpan MostSilent = TimeSpan.FromSeconds(40); // of a worker that counts as alive
    private static readonly TimeSpan Between = TimeSpan.FromMilliseconds(300);

    private readonly Guid _session = Guid.NewGuid();
    private readonly HashSet<SiloAddress> _knowRun = [];
    private readonly HashSet<SiloAddress> _knowIteration = [];
    private readonly Lock _gate = new();
    private MetaIteration? _iteration;
    private IterationContent? _content;
    private Group[] _groups = [];
    private long _number;

    /// <inheritdoc/>
    /// <exception cref="ClusterException">No worker answers, or one says why it never will.</exception>
    public IReadOnlyList<RangeAnswer> Ask(MetaIteration iteration, long tasks, long block, RangeQuestion question)
    {
        if (!ReferenceEquals(iteration, _iteration))
        {
            Begin(iteration, tasks, block);
        }

        var (at, given) = (Vectors.Bytes<float>(question.At), Vectors.Bytes<double>(question.Given));
        var answers = Task.WhenAll(_groups.Select((group, index) => Task.Run(() => Ask(index, new RangeRequest
        {
            Ask = Guid.NewGuid(),
            Session = _session,
            Number = _number,
            Starts = [.. group.Ranges.Select(range => range.Start)],
            Counts = [.. group.Ranges.Select(range => range.Count)],
            Quantity = question.Quantity,
            At = at,
            Given = given,
        })))).GetAwaiter().GetResult();
        return [.. answers.SelectMany(shares => shares.Select(share => share.Answer()))];
    }

    // Neighbouring ranges for each worker that is free now
    private void Begin(MetaIteration iteration, long tasks, long block)
    {
        var workers = pool.Idle(stop);
        var ranges = TaskRange.Split(tasks, block, workers.Count);
        var each = (ranges.Count + workers.Count - 1) / workers.Count;
        _groups = [.. ranges.Chunk(each).Zip(workers, (own, worker) => new Group(worker, own))];
        (_iteration, _number) = (iteration, _number + 1);
        _knowIteration.Clear();
        _content = new IterationContent
        {
            Key = iteration.Key.Seed,
            Theta = Vectors.Bytes<float>(Host(iteration.Theta)),
            Level = iteration.Level,
            Done = iteration.Number,
        };
    }

    private async Task<RangeShare[]> Ask(int index, RangeRequest request)
    {
        for (var deaths = 0; ; deaths++)
        {
            var worker = _groups[index].Worker;
            try
            {
                return await Ask(worker, request);
            }
            catch (WorkerDiedException) when (deaths < MostDeaths)
            {
                var other = await Task.Run(() => pool.Idle(stop));
                _groups[index] = _groups[index] with { Worker = other[(index + deaths) % other.Count] };
                say($"{run.Path} {run.Algorithm} seed {run.Seed}: worker {worker.Endpoint} is gone; another does its"
                    + " tasks.");
            }
            catch (WorkerDiedException)
            {
                throw new ClusterException($"{MostDeaths + 1} workers died over the tasks of one meta-iteration.");
            }
        }
    }

    private async Task<RangeShare[]> Ask(SiloAddress worker, RangeRequest request)
    {
        var grain = pool.Grain(worker);
        var until = DateTime.UtcNow + MostSilent;
        while (true)
        {
            try
            {
                var reply = await grain.Compute(request with
                {
                    Run = Knows(_knowRun, worker) ? null : run,
                    Iteration = Knows(_knowIteration, worker) ? null : _content,
                });
                until = DateTime.UtcNow + MostSilent;
                if (reply.Failure is { } failure)
                {
                    throw new ClusterException($"The worker {worker.Endpoint} cannot compute tasks: {failure}");
                }

                Know(worker, reply.Lack);
                if (reply is { Lack: RangeLack.Nothing, IsPending: false })
                {
                    return reply.Shares;
                }
            }
            catch (Exception silent) when (silent is OrleansException or TimeoutException or IOException
                or ObjectDisposedException)
            {
                if (!pool.IsAlive(worker) || DateTime.UtcNow > until)
                {
                    throw new WorkerDiedException();
                }

                await Task.Run(() => pool.WaitWhileAlive(worker, Between));
            }
        }
    }

    private bool Knows(HashSet<SiloAddress> who, SiloAddress worker)
    {
        lock (_gate)
        {
            return who.Contains(worker);
        }
    }

    private void Know(SiloAddress worker, RangeLack lack)
    {
        lock (_gate)
        {
            _ = lack == RangeLack.Run ? _knowRun.Remove(worker) : _knowRun.Add(worker);
            _ = lack == RangeLack.Nothing ? _knowIteration.Add(worker) : _knowIteration.Remove(worker);
        }
    }

    private static float[] Host(Params theta)
    {
        using var host = theta.Flat.cpu();
        return Floats.Of(host);
    }

    private sealed record Group(SiloAddress Worker, TaskRange[] Ranges);

    private sealed class WorkerDiedException : Exception;
}
