namespace MetaRL.Configuration.Yaml;

/// <summary>Which numbers a key takes.</summary>
/// <param name="Words">The rule after "must be".</param>
/// <param name="Holds">Whether a finite number keeps it.</param>
internal sealed record NumberRule(string Words, Func<double, bool> Holds)
{
    /// <summary>The rule as a value breaks it, where <see cref="Words"/> does not say all.</summary>
    public Func<double, string>? Broken { get; init; }

    public static readonly NumberRule Finite = new("a number", _ => true);

    public static readonly NumberRule Positive = new("greater than 0", value => value > 0);

    public static readonly NumberRule AtLeastZero = new("at least 0", value => value >= 0);

    /// <summary>[0, 1].</summary>
    public static readonly NumberRule UnitInterval = new("from 0 to 1", value => value is >= 0 and <= 1);

    /// <summary>(0, 1].</summary>
    public static readonly NumberRule Share = new("greater than 0 and at most 1", value => value is > 0 and <= 1);

    /// <summary>[0, 1).</summary>
    public static readonly NumberRule Decay = new("at least 0 and less than 1", value => value is >= 0 and < 1);

    /// <summary>(0, 1).</summary>
    public static readonly NumberRule InsideUnitInterval =
        new("greater than 0 and less than 1", value => value is > 0 and < 1);
}
