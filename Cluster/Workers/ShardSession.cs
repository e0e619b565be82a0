using System.Diagnostics;
using MetaRL.Agents.Policies;
using MetaRL.Cluster.Messages;
using MetaRL.Environments.Tasks;
using MetaRL.Learners;
using MetaRL.Runs;
using static TorchSharp.torch;

namespace MetaRL.Cluster.Workers;

/// <summary>A run whose meta-iterations a worker computes ranges of; it keeps those of the latest one.</summary>
internal sealed class ShardSession : IDisposable
{
    private readonly IShardedLearner _learner;
    private readonly ParamLayout _layout;
    private readonly long _tasks; // N
    private readonly Dictionary<TaskRange, RangeThread> _ranges = [];
    private readonly Dictionary<Guid, Task<RangeReply>> _replies = []; // of the iteration
    private readonly Lock _gate = new();
    private MetaIteration? _iteration;
    private long _number = -1;
    private long _heard = Stopwatch.GetTimestamp();

    /// <param name="run">The run.</param>
    /// <exception cref="ArgumentException">Its meta-iterations are no sums over tasks.</exception>
    public ShardSession(TrainingRun run)
    {
        var learner = Algorithm.Build(run.Experiment, run.Algorithm, ExperimentRunner.Device(run.Experiment)).Learner;
        _learner = learner.Sharded
            ?? throw new ArgumentException($"{run.Algorithm.Name} has no meta-iterations that several can compute.");
        using var scope = NewDisposeScope();
        var first = learner.Initialize(default);
        scope.Attach(first.Tensors);
        _layout = first.Theta.Layout;
        Device = first.Theta.Flat.device;
        Label = FormattableString.Invariant($"{run.Experiment.Path}/{run.Algorithm.Name} seed {run.Seed}");
        (Iterations, _tasks) = (run.Iterations, run.Experiment.Training.Tasks);
    }

    public string Label { get; }

    /// <summary>Meta-iterations of the complete run.</summary>
    public long Iterations { get; }

    /// <summary>Meta-iterations done before the latest one that it has heard of.</summary>
    public long Iteration => _iteration?.Number ?? 0;

    /// <summary>Time since somebody asked.</summary>
    public TimeSpan Unheard => Stopwatch.GetElapsedTime(Interlocked.Read(ref _heard));

    private Device Device { get; }

    /// <summary>Begins to answer; a request that comes again is not computed again.</summary>
    public Task<RangeReply> Ask(RangeRequest request)
    {
        Interlocked.Exchange(ref _heard, Stopwatch.GetTimestamp());
        lock (_gate)
        {
            if (request.Iteration is { } content && request.Number > _number)
            {
                Begin(request.Number, content);
            }

            return request.Number != _number
                ? Task.FromResult(new RangeReply { Lack = RangeLack.Iteration })
                : _replies.TryGetValue(request.Ask, out var known)
                    ? known
                    : _replies[request.Ask] = Answer(request);
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            End();
        }
    }

    private void Begin(long number, IterationContent content)
    {
        End();
        var theta = Vectors.Of<float>(content.Theta);
        if (theta.Length != _layout.Count)
        {
            throw new ArgumentException($"There are {_layout.Count} weights, but {theta.Length} came.");
        }

        using var scope = NewDisposeScope();
        var flat = tensor(theta, device: Device).DetachFromDisposeScope();
        (_number, _iteration) = (
            number,
            new MetaIteration(new RngKey(content.Key), new Params(_layout, flat), content.Level, content.Done));
    }

    // Their threads use θ until their last questions are answered, so that it is left to the collector.
    private void End()
    {
        foreach (var range in _ranges.Values)
        {
            range.Dispose();
        }

        _ranges.Clear();
        _replies.Clear();
    }

    private async Task<RangeReply> Answer(RangeRequest request)
    {
        var ranges = request.Starts.Zip(request.Counts, (start, count) => new TaskRange(start, count)).ToArray();
        if (!Array.TrueForAll(ranges, IsOne))
        {
            throw new ArgumentException(
                $"The ranges are none of {_tasks} tasks in blocks of {_learner.BlockTasks}.");
        }

        var question = new RangeQuestion(
            request.Quantity, Vectors.Of<float>(request.At), Vectors.Of<double>(request.Given));
        var shares = Array.ConvertAll(ranges, range => Thread(range).Ask(question));
        return new RangeReply { Shares = await Task.WhenAll(shares) };
    }

    private bool IsOne(TaskRange range) =>
        range is { Start: >= 0, Count: > 0 } && range.Start % _learner.BlockTasks == 0
        && range.Count <= _tasks - range.Start;

    private RangeThread Thread(TaskRange range)
    {
        var iteration = _iteration!;
        return _ranges.TryGetValue(range, out var known)
            ? known
            : _ranges[range] = new RangeThread(scope => _learner.Gather(scope, iteration, range));
    }
}
