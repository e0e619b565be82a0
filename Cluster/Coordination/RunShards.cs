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
/// <param name="contributors">How many others have to add tasks of their own.</param>
/// <param name="stop">Ends the waiting for workers.</param>
internal sealed class RunShards(
    WorkerPool pool, JobRequest run, Action<string> say, int contributors, CancellationToken stop) : IShards
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
    private IReadOnlyList<(SiloAddress Worker, int Tasks)> _contributors = [];
    private long _number;

    /// <inheritdoc/>
    /// <exception cref="ClusterException">No worker answers, or one says why it never will.</exception>
    public IReadOnlyList<RangeAnswer> Ask(MetaIteration iteration, long tasks, long block, RangeQuestion question)
    {
        if (!ReferenceEquals(iteration, _iteration))
        {
            Begin(iteration, tasks, block);
        }

        var request = Request(question);
        var answers = Task.WhenAll(_groups.Select((group, index) => Task.Run(() => Ask(index, request with
        {
            Ask = Guid.NewGuid(),
            Starts = [.. group.Ranges.Select(range => range.Start)],
            Counts = [.. group.Ranges.Select(range => range.Count)],
        })))).GetAwaiter().GetResult();
        return [.. answers.SelectMany(shares => shares.Select(share => share.Answer()))];
    }

    /// <inheritdoc/>
    /// <exception cref="ContributorLeftException">One is gone, and with it what nobody else can compute.</exception>
    public IReadOnlyList<(long Tasks, RangeAnswer Mean)> AskContributors(
        MetaIteration iteration, RangeQuestion question)
    {
        var request = Request(question) with { OwnTasks = true };
        var answers = Task.WhenAll(_contributors.Select(one => Task.Run(async () =>
        {
            try
            {
                var shares = await Ask(one.Worker, request with { Ask = Guid.NewGuid() });
                return ((long)one.Tasks, shares.Single().Answer());
            }
            catch (WorkerDiedException)
            {
                throw new ContributorLeftException($"The contributor {one.Worker.Endpoint} is gone");
            }
        })));
        return answers.GetAwaiter().GetResult();
    }

    private RangeRequest Request(RangeQuestion question) => new()
    {
        Ask = Guid.Empty,
        Session = _session,
        Number = _number,
        Starts = [],
        Counts = [],
        Quantity = question.Quantity,
        At = Vectors.Bytes<float>(question.At),
        Given = Vectors.Bytes<double>(question.Given),
    };

    // Neighbouring ranges for each worker that is free now
    private void Begin(MetaIteration iteration, long tasks, long block)
    {
        _contributors = contributors == 0 ? [] : pool.Contributors(contributors, stop);
        var workers = pool.Idle(stop);
        var ranges = TaskRange.Split(tasks, block, workers.Count);
        var each = (ranges.Count + workers.Count - 1) / workers.Count;
        _groups = [.. ranges.Chunk(each).Zip(workers, (own, worker) => new Group(worker, own))];
        pool.Share(run.Job, [.. _groups.Select(group => group.Worker)]);
        (_iteration, _number) = (iteration, _number + 1);
        _knowIteration.Clear();
        _content = new IterationContent
        {
            Key = iteration.Key.Seed,
            Theta = Vectors.Bytes<float>(RangeQuestion.Vector(iteration.Theta.Flat)),
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
                    throw new ClusterException(request.OwnTasks
                        ? $"The contributor {worker.Endpoint} does not take part in {run.Algorithm}: {failure}"
                        : $"The worker {worker.Endpoint} cannot compute tasks of {run.Algorithm}: {failure}");
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

    /// <summary>The sums of a meta-iteration cannot be completed; it has to be begun anew.</summary>
    public sealed class ContributorLeftException(string message) : Exception(message);

    private sealed record Group(SiloAddress Worker, TaskRange[] Ranges);

    private sealed class WorkerDiedException : Exception;
}
