namespace MetaRL.Environments.Tasks;

/// <summary>What tasks a family has and how they are drawn: as plain numbers, the same everywhere.</summary>
public class TaskDistribution
{
    /// <summary>Splits of tasks that can neither be stratified nor lie beyond their training range.</summary>
    public static readonly IReadOnlyList<TaskSplit> TrainAndTest = [TaskSplit.Train, TaskSplit.Test];

    /// <summary>A frozen set of 40 tasks of the family's own distribution.</summary>
    public static readonly FrozenTaskSet StandardSet = new(
        "standard-40", 40, tasks => tasks.Draw(default(RngKey).For("standard-40"), 40, TaskSplit.Test, share: 1));

    private readonly IReadOnlyList<TaskSplit>? _splits;
    private readonly IReadOnlyList<FrozenTaskSet> _frozen;

    /// <param name="family">Name of the family, which is part of every <see cref="ContentHash"/>.</param>
    /// <param name="parameters">What differs between tasks.</param>
    /// <param name="splits">
    /// Splits to draw from; null: train, test, interpolation, and extrapolation where a distribution has one.
    /// </param>
    /// <param name="frozen">Frozen task sets; null: <see cref="StandardSet"/> alone.</param>
    public TaskDistribution(
        string family, IReadOnlyList<TaskParameter> parameters, IReadOnlyList<TaskSplit>? splits = null,
        IReadOnlyList<FrozenTaskSet>? frozen = null)
    {
        (Family, Parameters, _splits, _frozen) = (family, parameters, splits, frozen ?? [StandardSet]);
        Distributions = Defaults();
    }

    /// <summary>Name of the family.</summary>
    public string Family { get; }

    /// <summary>What differs between tasks.</summary>
    public IReadOnlyList<TaskParameter> Parameters { get; }

    /// <summary>How tasks draw each parameter.</summary>
    public IReadOnlyDictionary<string, ParameterDistribution> Distributions { get; private set; }

    /// <summary>Splits that can be drawn from, task sets aside.</summary>
    public IReadOnlyList<TaskSplit> Splits => _splits ??
    [
        .. TrainAndTest, TaskSplit.Interpolation,
        .. Distributions.Values.Any(distribution => distribution.Extrapolates)
            ? [TaskSplit.Extrapolation]
            : Array.Empty<TaskSplit>(),
    ];

    /// <summary>Names of the frozen task sets that <see cref="Sample"/> accepts beside the splits.</summary>
    public IReadOnlyList<string> TaskSets => [.. _frozen.Select(set => set.Name)];

    /// <summary>The parameter of a name or alias.</summary>
    /// <exception cref="TaskParameterException">There is none.</exception>
    public TaskParameter Parameter(string name) =>
        Parameters.FirstOrDefault(parameter => parameter.IsCalled(name))
        ?? throw new TaskParameterException(
            $"The family '{Family}' has no parameter '{name}';"
            + $" it has {string.Join(", ", Parameters.Select(known => known.Name))}.");

    /// <summary>The same tasks with some parameters drawn in another way.</summary>
    /// <exception cref="TaskParameterException">
    /// There is no such parameter, or its rule forbids some of the values.
    /// </exception>
    public TaskDistribution With(IReadOnlyDictionary<string, ParameterDistribution> changed)
    {
        foreach (var (name, distribution) in changed)
        {
            var parameter = Parameter(name);
            foreach (var value in new[] { distribution.Support.Low, distribution.Support.High })
            {
                Require(parameter, value);
            }
        }

        var tasks = Drawing(Distributions.ToDictionary(
            pair => pair.Key, pair => changed.GetValueOrDefault(pair.Key, pair.Value)));
        foreach (var (low, high) in Ends())
        {
            RequireOrder(low, tasks.Reach(low).High, high, tasks.Reach(high).Low);
        }

        return tasks;
    }

    /// <summary>Draws <paramref name="tasks"/> tasks.</summary>
    /// <remarks>
    /// Every split has a stream of its own below the key, that of <see cref="TaskSplit.Test"/> is the key itself: the
    /// same key gives other tasks to train on than to test on.
    /// </remarks>
    /// <param name="key">Stream that the draw comes from; a frozen task set ignores it.</param>
    /// <param name="tasks">N; as many as <see cref="Count"/> says, where it does.</param>
    /// <param name="split">Which tasks.</param>
    /// <param name="share">
    /// Of the distribution, in [0, 1], as a curriculum takes it: at 1 the whole, at 0 the default task only.
    /// </param>
    /// <exception cref="UnknownTaskSplitException">The family has no such split or task set.</exception>
    /// <exception cref="ArgumentException">The split has another number of tasks.</exception>
    public TaskSet Sample(RngKey key, int tasks, TaskSplit split, double share = 1)
    {
        var frozen = _frozen.FirstOrDefault(set => set.Name == split.Name);
        if (frozen is null && !Splits.Contains(split))
        {
            throw new UnknownTaskSplitException(
                $"The family '{Family}' has no task split '{split.Name}'; it has"
                + $" {string.Join(", ", Splits.Select(known => known.Name).Concat(TaskSets))}.");
        }

        if (Count(split) is { } count && count != tasks)
        {
            var what = frozen is null ? $"The split '{split}' of {Family}" : $"The task set '{split}'";
            throw new ArgumentException($"{what} has {count} tasks, but {tasks} were asked for.", nameof(tasks));
        }

        return frozen?.Draw(Drawing(Defaults()))
            ?? Draw(split == TaskSplit.Test ? key : key.For(split.Name), tasks, split, share);
    }

    /// <summary>Tasks with given parameters; those left out have their default.</summary>
    /// <param name="parameters">Name or alias → values [N, ...].</param>
    /// <param name="tasks">N.</param>
    /// <exception cref="TaskParameterException">
    /// There is no such parameter, it is given twice, or a value that its rule forbids.
    /// </exception>
    public TaskSet Create(IReadOnlyDictionary<string, TaskValues> parameters, int tasks)
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
                throw new TaskParameterException(
                    $"The parameter '{parameter.Name}' must be given once, but is there under two names.");
            }
        }

        var standard = Standard(tasks);
        var set = new TaskSet(standard.Names.ToDictionary(
            name => name, name => given.GetValueOrDefault(name, standard[name])));
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

    /// <summary>SHA-256 over what the tasks are: equal hashes mean equal tasks of this family in equal order.</summary>
    /// <remarks>Over N and the parameters that differ from their default in some task.</remarks>
    public string ContentHash(TaskSet tasks) => tasks.ContentHash(Family, Standard(1));

    /// <summary>Number of tasks in a split that holds a fixed set of them; null where tasks are drawn.</summary>
    public virtual int? Count(TaskSplit split) => _frozen.FirstOrDefault(set => set.Name == split.Name)?.Count;

    /// <summary>Least and greatest value that a parameter has in any task, those beyond training included.</summary>
    public Interval Reach(string parameter)
    {
        var (own, beyond) = (Distributions[parameter].Support, Distributions[parameter].Extrapolation);
        return new Interval(Math.Min(own.Low, beyond?.Low ?? own.Low), Math.Max(own.High, beyond?.High ?? own.High));
    }

    /// <summary>Whether a parameter is drawn otherwise than the family draws it.</summary>
    internal bool IsChanged(TaskParameter parameter) => !Distributions[parameter.Name].Equals(parameter.Distribution);

    /// <summary>New tasks of a split: each parameter on its own, from its own stream.</summary>
    /// <param name="key">Stream of the split.</param>
    /// <param name="tasks">N.</param>
    /// <param name="split">Which quantiles.</param>
    /// <param name="share">Of the distribution.</param>
    protected virtual TaskSet Draw(RngKey key, int tasks, TaskSplit split, double share) => new(Parameters.ToDictionary(
        parameter => parameter.Name, parameter => DrawOne(parameter, key, tasks, split, share)));

    /// <summary>One parameter of new tasks of a split, from its own stream below <paramref name="key"/>.</summary>
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

    private TaskDistribution Drawing(IReadOnlyDictionary<string, ParameterDistribution> distributions)
    {
        var tasks = (TaskDistribution)MemberwiseClone();
        tasks.Distributions = distributions;
        return tasks;
    }

    private Dictionary<string, ParameterDistribution> Defaults() =>
        Parameters.ToDictionary(parameter => parameter.Name, parameter => parameter.Distribution);

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
            throw new TaskParameterException(FormattableString.Invariant(
                $"The parameter '{parameter.Name}' must be {parameter.Rule.Broken(value)}, but is {value}."));
        }
    }
}

/// <summary>A task split or frozen task set was asked for that the family lacks.</summary>
public sealed class UnknownTaskSplitException(string message) : ArgumentException(message);
