namespace MetaRL.Environments.Tasks;

/// <summary>A closed interval [<paramref name="Low"/>, <paramref name="High"/>].</summary>
public readonly record struct Interval(double Low, double High)
{
    public bool Contains(double value) => value >= Low && value <= High;

    public override string ToString() => FormattableString.Invariant($"[{Low:G10}, {High:G10}]");
}

/// <summary>One dimension along which the tasks of a family can differ.</summary>
/// <param name="Name">Name of the tensor that carries it in a <see cref="TaskBatch"/>.</param>
/// <param name="Unit">Unit in which its values are given.</param>
/// <param name="Default">Value of the task that the literature calls the standard one.</param>
/// <param name="Train">Interval that training tasks come from where the parameter varies.</param>
/// <param name="Extrapolation">
/// Wider interval for tasks beyond training; values inside <paramref name="Train"/> are left out.
/// </param>
public sealed record TaskParameter(string Name, string Unit, double Default, Interval Train, Interval Extrapolation)
{
    private readonly ParameterDistribution? _distribution;

    /// <summary>
    /// Whether tasks differ in it unless an experiment says otherwise; if not, all have <see cref="Default"/>.
    /// </summary>
    public bool Varies { get; init; } = true;

    /// <summary>Values that make physical sense.</summary>
    public ValueRule Rule { get; init; } = ValueRule.Finite;

    /// <summary>
    /// Name of the parameter that this one exceeds in no task, where it is the lower end of an interval; else null.
    /// </summary>
    public string? AtMost { get; init; }

    /// <summary>Names of the same quantity elsewhere, such as Gymnasium's attribute.</summary>
    public IReadOnlyList<string> Aliases { get; init; } = [];

    /// <summary>Whether a name is its own or one of its aliases.</summary>
    public bool IsCalled(string name) => Name == name || Aliases.Contains(name);

    /// <summary>
    /// How the family draws it, in words, where it does so together with others; null where its distribution says all.
    /// </summary>
    public string? Drawn { get; init; }

    /// <summary>Axes of one task's value; none for a single number.</summary>
    public IReadOnlyList<long> Shape { get; init; } = [];

    /// <summary>Numbers of one task's value.</summary>
    public int Size => (int)Shape.Aggregate(1L, (product, axis) => product * axis);

    /// <summary>
    /// How tasks draw it by default: uniformly over <see cref="Train"/> where it varies and nothing else is given.
    /// </summary>
    public ParameterDistribution Distribution
    {
        get => _distribution
            ?? (Varies ? new UniformDistribution(Train) { Extrapolation = Extrapolation } : new FixedValue(Default));
        init => _distribution = value;
    }
}
