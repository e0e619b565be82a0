using System.Globalization;

namespace MetaRL.Tracking;

/// <summary>Which runs are meant, as <c>family=grid-navigation and (seed&lt;3 or not tags~old)</c>.</summary>
/// <remarks>
/// Comparisons of a key with a value, joined by <c>not</c>, <c>and</c>, <c>or</c> in this order and by parentheses. A
/// value with other letters than a word's stands in quotes. Two numbers are compared as numbers, anything else as text;
/// <c>~</c> asks whether the value occurs in it.
/// </remarks>
public sealed class RunFilter
{
    private readonly Func<IReadOnlyDictionary<string, string>, bool> _holds;

    internal RunFilter(Func<IReadOnlyDictionary<string, string>, bool> holds, IReadOnlyList<string> keys) =>
        (_holds, Keys) = (holds, keys);

    /// <summary>Takes every run.</summary>
    public static RunFilter All { get; } = new(_ => true, []);

    /// <summary>Keys that it asks for.</summary>
    public IReadOnlyList<string> Keys { get; }

    /// <summary>Reads the text of a filter.</summary>
    /// <exception cref="RunFilterException">It does not parse; the message points at the column.</exception>
    public static RunFilter Parse(string text) => new RunFilterParser(text).Parse();

    /// <summary>Whether a run is meant.</summary>
    public bool Holds(RunRecord run) => _holds(run.Values);

    /// <summary>−1, 0 or 1: as numbers where both are, else as text; a missing value comes last.</summary>
    public static int Compare(string a, string b) => (a.Length, b.Length) switch
    {
        (0, 0) => 0,
        (0, _) => 1,
        (_, 0) => -1,
        _ => TryNumber(a, out var first) && TryNumber(b, out var second)
            ? first.CompareTo(second)
            : Math.Sign(string.CompareOrdinal(a, b)),
    };

    private static bool TryNumber(string text, out double number) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out number);
}

/// <summary>A filter that does not parse.</summary>
public sealed class RunFilterException(string message) : Exception(message);
