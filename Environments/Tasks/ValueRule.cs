namespace MetaRL.Environments.Tasks;

/// <summary>Which values of a task parameter make physical sense.</summary>
/// <param name="Low">Least value.</param>
/// <param name="High">Greatest value.</param>
/// <param name="ExcludesLow">Whether <paramref name="Low"/> itself is out of range.</param>
public readonly record struct ValueRule(double Low, double High, bool ExcludesLow = false)
{
    /// <summary>Any finite number.</summary>
    public static readonly ValueRule Finite = new(double.NegativeInfinity, double.PositiveInfinity);

    /// <summary>Masses, lengths, times: x &gt; 0.</summary>
    public static readonly ValueRule Positive = new(0, double.PositiveInfinity, ExcludesLow: true);

    /// <summary>Friction, noise: x ≥ 0.</summary>
    public static readonly ValueRule NotNegative = new(0, double.PositiveInfinity);

    /// <summary>Probabilities: 0 ≤ x ≤ 1.</summary>
    public static readonly ValueRule Probability = new(0, 1);

    /// <summary>
    /// Whether a value keeps the rule, and 32 bits can hold it: neither infinite nor 0 in them unless it is.
    /// </summary>
    public bool Holds(double value) => IsHeld(value) && value <= High && (ExcludesLow ? value > Low : value >= Low);

    /// <summary>The rule that a value breaks, in words.</summary>
    public string Broken(double value) =>
        double.IsFinite(value) && !IsHeld(value)
            ? "0 or from 1.5E-45 to 3.4E+38 in magnitude, as 32 bits hold it"
            : ToString();

    private static bool IsHeld(double value) => float.IsFinite((float)value) && (value == 0) == ((float)value == 0);

    /// <summary>The rule in words, such as <c>above 0</c>.</summary>
    public override string ToString() => (double.IsFinite(Low), double.IsFinite(High)) switch
    {
        (true, true) => FormattableString.Invariant($"{(ExcludesLow ? "above" : "at least")} {Low} and at most {High}"),
        (true, false) => FormattableString.Invariant($"{(ExcludesLow ? "above" : "at least")} {Low}"),
        (false, true) => FormattableString.Invariant($"at most {High}"),
        _ => "a finite number",
    };
}

/// <summary>A task parameter that does not exist, or has a value that its rule forbids.</summary>
public sealed class TaskParameterException(string message) : ArgumentException(message);
