namespace MetaRL.Configuration.Yaml;

/// <summary>Which numbers a key takes.</summary>
/// <param name="Words">The rule after "must be".</param>
/// <param name="Low">Least number.</param>
/// <param name="High">Greatest number.</param>
/// <param name="ExcludesLow">Whether <paramref name="Low"/> itself is none.</param>
/// <param name="ExcludesHigh">Whether <paramref name="High"/> itself is none.</param>
internal sealed record NumberRule(
    string Words, double Low = double.NegativeInfinity, double High = double.PositiveInfinity,
    bool ExcludesLow = false, bool ExcludesHigh = false)
{
    /// <summary>The rule as a value breaks it, where <see cref="Words"/> does not say all.</summary>
    public Func<double, string>? Broken { get; init; }

    public static readonly NumberRule Finite = new("a number");

    public static readonly NumberRule Positive = new("greater than 0", 0, ExcludesLow: true);

    public static readonly NumberRule AtLeastZero = new("at least 0", 0);

    /// <summary>[0, 1].</summary>
    public static readonly NumberRule UnitInterval = new("from 0 to 1", 0, 1);

    /// <summary>(0, 1].</summary>
    public static readonly NumberRule Share = new("greater than 0 and at most 1", 0, 1, ExcludesLow: true);

    /// <summary>[0, 1).</summary>
    public static readonly NumberRule Decay = new("at least 0 and less than 1", 0, 1, ExcludesHigh: true);

    /// <summary>(0, 1).</summary>
    public static readonly NumberRule InsideUnitInterval =
        new("greater than 0 and less than 1", 0, 1, ExcludesLow: true, ExcludesHigh: true);

    /// <summary>Whole numbers of an interval.</summary>
    public static NumberRule Whole(int atLeast, int atMost) => new(
        atMost < int.MaxValue ? $"from {atLeast} to {atMost}" : $"at least {atLeast}", atLeast, atMost);

    /// <summary>Whether a finite number keeps it.</summary>
    public bool Holds(double value) =>
        (ExcludesLow ? value > Low : value >= Low) && (ExcludesHigh ? value < High : value <= High);
}
