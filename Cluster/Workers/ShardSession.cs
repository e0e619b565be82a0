using System.Diagnostics;
using System.Security.Cryptography;
using MetaRL.Agents.Policies;
using MetaRL.Cluster.Messages;
using MetaRL.Configuration;
using MetaRL.Configuration.Yaml;
using MetaRL.Environments.Tasks;
using MetaRL.Learners;
using MetaRL.Runs;
using static TorchSharp.torch;

namespace MetaRL.Cluster.Workers;

/// <summary>A run whose meta-iterations a worker computes ranges of; it keeps those of the latest one.</summary>
internal sealed class ShardSession : IDisposable
{
    private readonly Func<TorchSharp.DisposeScope, MetaIteration, TaskRange, ITaskRange> _gather;
    private readonly ParamLayout _layout;
    private readonly long _tasks; // N
    private readonly long _block; // tasks
    private readonly Dictionary<TaskRange, RangeThread> _ranges = [];
    private readonly Dictionary<Guid, Task<RangeReply>> _replies = []; // of the iteration
    private readonly Lock _gate = new();
    private MetaIteration? _iteration;
    private long _number = -1;
    private long _heard = Stopwatch.GetTimestamp();

    private ShardSession(
        TrainingRun run, IMetaLearner learner, long tasks, long block,
        Func<TorchSharp.DisposeScope, MetaIteration, TaskRange, ITaskRange> gather)
    {
        using var scope = NewDisposeScope();
        var first = learner.Initialize(default);
        scope.Attach(first.Tensors);
        (_layout, Device) = (first.Theta.Layout, first.Theta.Flat.device);
        Label = FormattableString.Invariant($"{run.Experiment.Path}/{run.Algorithm.Name} seed {run.Seed}");
        (Iterations, _tasks, _block, _gather) = (run.Iterations, tasks, block, gather);
    }

    /// <summary>For ranges of the run's own tasks.</summary>
    /// <exception cref="ArgumentException">Its meta-iterations are no sums over tasks.</exception>
    public static ShardSession Of(TrainingRun run)
    {
        var (learner, sharded) = Build(run);
        return new ShardSession(run, learner, run.Experiment.Training.Tasks, sharded.BlockTasks, sharded.Gather);
    }

    /// <summary>For all tasks that the worker contributes, by random numbers that nobody else knows.</summary>
    /// <param name="run">The run.</param>
    /// <param name="settings">The tasks.</param>
    /// <param name="ledger">Where what is told is counted.</param>
    /// <exception cref="ConfigurationException">The tasks are of another family.</exception>
    /// <exception cref="ArgumentException">Its meta-iterations are no sums over tasks.</exception>
    public static ShardSession Contributing(
        TrainingRun run, ContributionSettings settings, ContributionLedger ledger)
    {
        var family = run.Experiment.Family;
        var tasks = TaskSetFile.Load(settings.TaskFile, family).Tasks(family);
        var (learner, sharded) = Build(run, problem => problem with
        {
            Source = problem.Source with { Tasks = tasks },
            Budget = problem.Budget with { Tasks = settings.Tasks },
            Placement = settings.Privacy is null
                ? problem.Placement
                : problem.Placement with { Chunks = problem.Placement.Chunks with { Size = 1 } },
        });
        var secret = new RngKey(BitConverter.ToUInt64(RandomNumberGenerator.GetBytes(sizeof(ulong))));
        return new ShardSession(run, learner, settings.Tasks, settings.Tasks, (scope, iteration, _) =>
            new CountedContribution(
                new Contribution(
                    scope, sharded, iteration with { Key = secret.At(iteration.Number) }, settings.Tasks,
                    settings.Privacy),
                ledger));
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

    private static (IMetaLearner Learner, IShardedLearner Sharded) Build(
        TrainingRun run, Func<MetaProblem, MetaProblem>? change = null)
    {
        var device = ExperimentRunner.Device(run.Experiment);
        var learner = Algorithm.Build(run.Experiment, run.Algorithm, device, change).Learner;
        return (learner, learner.Sharded ?? throw new ArgumentException(
            $"{run.Algorithm.Name} has no meta-iterations that several can compute."));
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
        TaskRange[] ranges = request.OwnTasks
            ? [TaskRange.All(_tasks)]
            : [.. request.Starts.Zip(request.Counts, (start, count) => new TaskRange(start, count))];
        if (!Array.TrueForAll(ranges, IsOne))
        {
            throw new ArgumentException(
                $"The ranges are none of {_tasks} tasks in blocks of {_block}.");
        }

        var question = new RangeQuestion(
            request.Quantity, Vectors.Of<float>(request.At), Vectors.Of<double>(request.Given));
        var shares = Array.ConvertAll(ranges, range => Thread(range).Ask(question));
        return new RangeReply { Shares = await Task.WhenAll(shares) };
    }

    private bool IsOne(TaskRange range) =>
        range is { Start: >= 0, Count: > 0 } && range.Start % _block == 0
        && range.Count <= _tasks - range.Start;

    private RangeThread Thread(TaskRange range)
    {
        var iteration = _iteration!;
        return _ranges.TryGetValue(range, out var known)
            ? known
            : _ranges[range] = new RangeThread(scope => _gather(scope, iteration, range));
    }
}
