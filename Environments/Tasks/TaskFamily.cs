using static TorchSharp.torch;

namespace MetaRL.Environments.Tasks;

/// <summary>What one step of a family yields, for N tasks and E environments each.</summary>
/// <param name="State">State after the step, [N, E, S].</param>
/// <param name="Reward">[N, E].</param>
/// <param name="Terminated">Whether the task itself ended the episode here, bool [N, E]. Clocks are not the family's matter.</param>
public readonly record struct Transition(Tensor State, Tensor Reward, Tensor Terminated)
{
    /// <summary>The same tensors, owned by the dispose scope around the current one; what a step computed on the way goes.</summary>
    public Transition MoveToOuterDisposeScope()
    {
        State.MoveToOuterDisposeScope();
        Reward.MoveToOuterDisposeScope();
        Terminated.MoveToOuterDisposeScope();
        return this;
    }
}

/// <summary>A family of Markov decision processes, indexed by its task parameters.</summary>
/// <remarks>
/// Dynamics are pure functions of (task, state, action, noise): all randomness enters as uniform numbers that the caller draws
/// ahead, so that a rollout does not depend on how its tasks are split over threads, and any step can be replayed.
/// Axes are in the order N (task), E (environment), features.
/// Time limits live in the collector, never here.
/// </remarks>
public abstract class TaskFamily
{
    /// <summary>A frozen set of tasks from the family's own distribution, whatever an experiment changes about it.</summary>
    public const string StandardSet = "standard-40";

    private const int StandardCount = 40;

    private IReadOnlyDictionary<string, ParameterDistribution>? _distributions;

    /// <summary>Name in configuration files.</summary>
    public abstract string Name { get; }

    /// <summary>Reward per step and end of an episode in one formula each, and where they were published.</summary>
    public abstract string Definition { get; }

    /// <summary>What differs between tasks.</summary>
    public abstract IReadOnlyList<TaskParameter> Parameters { get; }

    public abstract Space Observations { get; }

    public abstract Space Actions { get; }

    /// <summary>Steps after which the collector truncates an episode.</summary>
    public abstract int Horizon { get; }

    /// <summary>Uniform numbers that one reset of one environment needs.</summary>
    public virtual int ResetNoise => 0;

    /// <summary>Uniform numbers that one step of one environment needs.</summary>
    public virtual int StepNoise => 0;

    /// <summary>Names of the numbers of a state, in their order.</summary>
    public abstract IReadOnlyList<string> StateNames { get; }

    /// <summary>Names of the frozen task sets that <see cref="SampleSet"/> accepts beside the splits.</summary>
    public virtual IReadOnlyList<string> TaskSets => [StandardSet];

    /// <summary>The same family for episodes that an agent keeps to itself, such as those it trains on between two rounds: whoever watches is not shown them.</summary>
    public virtual TaskFamily Aside => this;

    /// <summary>Best values of tasks, where they can be computed exactly.</summary>
    public virtual IOracle? Oracle => null;

    /// <summary>Published algorithms to compare with, where the family has some.</summary>
    public virtual IReadOnlyList<ReferenceAgent> ReferenceAgents => [];

    /// <summary>How tasks draw each parameter.</summary>
    public IReadOnlyDictionary<string, ParameterDistribution> Distributions =>
        _distributions ?? Parameters.ToDictionary(parameter => parameter.Name, parameter => parameter.Distribution);

    /// <summary>Splits that can be drawn from, task sets aside.</summary>
    public virtual IReadOnlyList<TaskSplit> Splits =>
    [
        TaskSplit.Train, TaskSplit.Test, TaskSplit.Interpolation,
        .. Distributions.Values.Any(distribution => distribution.Extrapolates) ? [TaskSplit.Extrapolation] : Array.Empty<TaskSplit>(),
    ];

    /// <summary>The same family with some parameters drawn in another way.</summary>
    /// <exception cref="TaskParameterException">There is no such parameter, or its rule forbids some of the values.</exception>
    public TaskFamily With(IReadOnlyDictionary<string, ParameterDistribution> changed)
    {
        foreach (var (name, distribution) in changed)
        {
            var parameter = Parameter(name);
            foreach (var value in new[] { distribution.Support.Low, distribution.Support.High })
            {
                Require(parameter, value);
            }
        }

        var family = (TaskFamily)MemberwiseClone();
        family._distributions = Distributions.ToDictionary(pair => pair.Key, pair => changed.GetValueOrDefault(pair.Key, pair.Value));
        foreach (var (low, high) in Ends())
        {
            RequireOrder(low, family.Reach(low).High, high, family.Reach(high).Low);
        }

        return family;
    }

    /// <summary>Draws <paramref name="tasks"/> tasks, in 64-bit floats on the CPU whatever they are used on later.</summary>
    /// <remarks>They are those of <see cref="SampleSet"/>.</remarks>
    /// <inheritdoc cref="SampleSet"/>
    public TaskBatch Sample(RngKey key, int tasks, TaskSplit split, double share = 1) => Batch(SampleSet(key, tasks, split, share));

    /// <summary>Draws <paramref name="tasks"/> tasks as plain numbers, without libtorch and the same on every platform.</summary>
    /// <remarks>
    /// Every split has a stream of its own below the key, that of <see cref="TaskSplit.Test"/> is the key itself: the same key gives other
    /// tasks to train on than to test on.
    /// </remarks>
    /// <param name="key">Stream that the draw comes from; a frozen task set ignores it.</param>
    /// <param name="tasks">N; a frozen task set must have as many.</param>
    /// <param name="split">Which tasks.</param>
    /// <param name="share">Of the distribution, in [0, 1], as a curriculum takes it: at 1 the whole, at 0 the default task only.</param>
    /// <exception cref="UnknownTaskSplitException">The family has no such split or task set.</exception>
    public virtual TaskSet SampleSet(RngKey key, int tasks, TaskSplit split, double share = 1)
    {
        if (Splits.Contains(split))
        {
            return Draw(split == TaskSplit.Test ? key : key.For(split.Name), tasks, split, share);
        }

        return TaskSets.Contains(split.Name)
            ? Unchanged().Frozen(split.Name, tasks)
            : throw new UnknownTaskSplitException(
                $"The family '{Name}' has no task split '{split.Name}'; it has"
                + $" {string.Join(", ", Splits.Select(known => known.Name).Concat(TaskSets))}.");
    }

    /// <summary>Tasks with given parameters; those left out have their default.</summary>
    /// <param name="parameters">Name or alias → values [N, ...].</param>
    /// <param name="tasks">N.</param>
    /// <exception cref="TaskParameterException">There is no such parameter, it is given twice, or a value that its rule forbids.</exception>
    public TaskBatch Create(IReadOnlyDictionary<string, Tensor> parameters, int tasks) =>
        Batch(CreateSet(parameters.ToDictionary(pair => pair.Key, pair => TaskValues.Of(pair.Value)), tasks));

    /// <inheritdoc cref="Create"/>
    public TaskSet CreateSet(IReadOnlyDictionary<string, TaskValues> parameters, int tasks)
    {
        var given = new Dictionary<string, TaskValues>();
        foreach (var (name, values) in parameters)
        {
            var parameter = Parameter(name);
            foreach (var value in values.Numbers)
            {
                Require(parameter, value);
            }

            if (!given.TryAdd(parameter.Name, values))
            {
                throw new TaskParameterException($"The parameter '{parameter.Name}' must be given once, but is there under two names.");
            }
        }

        var standard = Standard(tasks);
        var set = new TaskSet(standard.Names.ToDictionary(name => name, name => given.GetValueOrDefault(name, standard[name])));
        foreach (var (low, high) in Ends())
        {
            foreach (var (least, greatest) in set[low].Numbers.Zip(set[high].Numbers))
            {
                RequireOrder(low, least, high, greatest);
            }
        }

        return set;
    }

    /// <summary>N times the default task.</summary>
    public virtual TaskSet Standard(int tasks) => new(Parameters.ToDictionary(
        parameter => parameter.Name,
        parameter => Filled(parameter, tasks, parameter.Default)));

    /// <summary>Tasks as tensors, in 64-bit floats on the CPU, with what the family computes from them once.</summary>
    /// <exception cref="TaskParameterException">No environment can have these parameters together.</exception>
    public virtual TaskBatch Batch(TaskSet tasks)
    {
        using var scope = NewDisposeScope();
        return Prepare(new TaskBatch(tasks.Names.ToDictionary(name => name, name => tasks[name].ToTensor())))
            .Map(values => values.MoveToOuterDisposeScope());
    }

    /// <summary>SHA-256 over what the tasks are: equal hashes mean equal tasks of this family in equal order.</summary>
    /// <remarks>Over N and the parameters that differ from their default in some task.</remarks>
    public string ContentHash(TaskSet tasks) => tasks.ContentHash(Name, Standard(1));

    /// <summary>Number of tasks in a split that holds a fixed set of them; null where tasks are drawn.</summary>
    public virtual int? CountTasks(TaskSplit split) => split.Name == StandardSet ? StandardCount : null;

    /// <summary>Number of values, 0, 1, ..., that each number of a state can have; null where states are real numbers.</summary>
    public virtual long? StateValues(TaskBatch tasks) => null;

    /// <summary>First states, [N, E, S].</summary>
    /// <param name="tasks">N tasks.</param>
    /// <param name="noise">Uniform [0, 1), [N, E, <see cref="ResetNoise"/>].</param>
    public abstract Tensor Reset(TaskBatch tasks, Tensor noise);

    /// <summary>What the agent sees of <paramref name="state"/> [N, E, S]: [N, E, O].</summary>
    public abstract Tensor Observe(TaskBatch tasks, Tensor state);

    /// <summary>One step of all environments of all tasks.</summary>
    /// <param name="tasks">N tasks.</param>
    /// <param name="state">[N, E, S].</param>
    /// <param name="action">[N, E, A] where actions are a <see cref="Box"/>, int64 [N, E] where they are <see cref="Discrete"/>.</param>
    /// <param name="noise">Uniform [0, 1), [N, E, <see cref="StepNoise"/>].</param>
    public abstract Transition Step(TaskBatch tasks, Tensor state, Tensor action, Tensor noise);

    /// <summary>What an agent that is told the task sees of it, each number of the order of one: [N, D].</summary>
    /// <remarks>By default (value − centre) / half-width of the training interval, for each parameter that tasks differ in.</remarks>
    public virtual Tensor TaskFeatures(TaskBatch tasks)
    {
        using var scope = NewDisposeScope();
        var columns = Parameters
            .Where(parameter => Width(parameter) > 0)
            .Select(parameter => tasks[parameter.Name].reshape(tasks.Count, -1)
                .sub(Distributions[parameter.Name].Support.Low).mul(2 / Width(parameter)).sub(1))
            .ToArray();
        return (columns.Length > 0 ? cat(columns, -1) : zeros([tasks.Count, 0], tasks.Dtype, tasks.Device)).MoveToOuterDisposeScope();
    }

    /// <summary>The parameter of a name or alias.</summary>
    /// <exception cref="TaskParameterException">There is none.</exception>
    public TaskParameter Parameter(string name) =>
        Parameters.FirstOrDefault(parameter => parameter.IsCalled(name))
        ?? throw new TaskParameterException(
            $"The family '{Name}' has no parameter '{name}'; it has {string.Join(", ", Parameters.Select(known => known.Name))}.");

    /// <summary>Values of all parameters for new tasks of a split: each parameter on its own, from its own stream.</summary>
    /// <param name="key">Stream of the split.</param>
    /// <param name="tasks">N.</param>
    /// <param name="split">Which quantiles.</param>
    /// <param name="share">Of the distribution.</param>
    protected virtual TaskSet Draw(RngKey key, int tasks, TaskSplit split, double share) => new(Parameters.ToDictionary(
        parameter => parameter.Name, parameter => DrawOne(parameter, key, tasks, split, share)));

    /// <summary>Values of one parameter for new tasks of a split, from its own stream below <paramref name="key"/>.</summary>
    protected TaskValues DrawOne(TaskParameter parameter, RngKey key, int tasks, TaskSplit split, double share)
    {
        var distribution = Distributions[parameter.Name].Narrow(share, parameter.Default);
        if (distribution is FixedValue { Value: var value })
        {
            return Filled(parameter, tasks, value);
        }

        var own = key.For(parameter.Name);
        var numbers = split == TaskSplit.Interpolation
            ? LatinHypercube.Quantiles(own, tasks, parameter.Size)
            : new Philox(own).Units(tasks * parameter.Size);
        var isBeyond = split == TaskSplit.Extrapolation && distribution.Extrapolates;
        for (var index = 0; index < numbers.Length; index++)
        {
            numbers[index] = isBeyond ? distribution.Beyond(numbers[index]) : distribution.Quantile(numbers[index]);
        }

        return new TaskValues([tasks, .. parameter.Shape], numbers);
    }

    /// <summary>The tasks of a frozen set; called on the family with its own distributions.</summary>
    /// <exception cref="ArgumentException">The set has another number of tasks.</exception>
    protected virtual TaskSet Frozen(string name, int tasks)
    {
        if (tasks != StandardCount)
        {
            throw new ArgumentException($"The task set '{name}' has {StandardCount} tasks, but {tasks} were asked for.", nameof(tasks));
        }

        return Draw(default(RngKey).For(StandardSet), tasks, TaskSplit.Test, share: 1);
    }

    /// <summary>Least and greatest value that a parameter has in any task, those beyond training included.</summary>
    protected Interval Reach(string parameter)
    {
        var (own, beyond) = (Distributions[parameter].Support, Distributions[parameter].Extrapolation);
        return new Interval(Math.Min(own.Low, beyond?.Low ?? own.Low), Math.Max(own.High, beyond?.High ?? own.High));
    }

    /// <summary>One parameter as [N, 1], so that it goes with columns of states, [N, E].</summary>
    protected static Tensor PerTask(TaskBatch tasks, string parameter) => tasks.Column(parameter);

    /// <summary>Columns [N, E] as states [N, E, S] whose columns lie one after another in memory, for the next step to read in a row.</summary>
    protected static Tensor StateOf(params Tensor[] columns) => stack(columns).permute(1, 2, 0);

    /// <summary>Adds what the family derives from its tasks' parameters once, such as transition tables.</summary>
    protected virtual TaskBatch Prepare(TaskBatch tasks) => tasks;

    private TaskFamily Unchanged()
    {
        var family = (TaskFamily)MemberwiseClone();
        family._distributions = null;
        return family;
    }

    private double Width(TaskParameter parameter) =>
        Distributions[parameter.Name].Support is var (low, high) ? high - low : 0;

    private static TaskValues Filled(TaskParameter parameter, int tasks, double value)
    {
        var numbers = new double[tasks * parameter.Size];
        Array.Fill(numbers, value);
        return new TaskValues([tasks, .. parameter.Shape], numbers);
    }

    private IEnumerable<(string Low, string High)> Ends() =>
        from parameter in Parameters where parameter.AtMost is not null select (parameter.Name, parameter.AtMost);

    private static void RequireOrder(string low, double least, string high, double greatest)
    {
        if (least > greatest)
        {
            throw new TaskParameterException(FormattableString.Invariant(
                $"The parameter '{low}' must be at most '{high}' in every task, but {least} is above {greatest}."));
        }
    }

    private static void Require(TaskParameter parameter, double value)
    {
        if (!parameter.Rule.Holds(value))
        {
            throw new TaskParameterException(
                FormattableString.Invariant($"The parameter '{parameter.Name}' must be {parameter.Rule.Broken(value)}, but is {value}."));
        }
    }
}

/// <summary>A task split or frozen task set was asked for that the family lacks.</summary>
public sealed class UnknownTaskSplitException(string message) : ArgumentException(message);
