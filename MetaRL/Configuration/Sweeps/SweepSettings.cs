namespace MetaRL.Configuration.Sweeps;

/// <summary>How the values of a sweep are chosen, and how long each is trained.</summary>
public enum SearchMethod
{
    /// <summary>Every combination.</summary>
    Grid,

    /// <summary>Combinations drawn at random (Bergstra and Bengio 2012).</summary>
    Random,

    /// <summary>All begin, the best part goes on, again and again (Jamieson and Talwalkar 2016).</summary>
    Halving,
}

/// <summary>What <c>sweep</c> says beside the keys that it sweeps.</summary>
/// <param name="Method">How.</param>
/// <param name="Samples">Points that are drawn; null for every combination.</param>
/// <param name="Seed">Of the draws.</param>
/// <param name="Ratio">η of halving: one in η goes on.</param>
/// <param name="LeastIterations">
/// Meta-iterations of halving's first rung, at least; 1 for as few as the ratio has.
/// </param>
public sealed record SweepSettings(SearchMethod Method, int? Samples, int Seed, int Ratio, int LeastIterations);

/// <summary>One combination of values.</summary>
/// <param name="Settings">Of its sweep.</param>
/// <param name="Points">Combinations that the sweep has.</param>
/// <param name="Label">Its folder: <c>inner.step_size=0.1,policy.hidden=32-32</c>.</param>
/// <param name="Values">The keys with their values as text, in the order of the sweep.</param>
public sealed record SweepPoint(
    SweepSettings Settings, int Points, string Label, IReadOnlyList<KeyValuePair<string, string>> Values)
{
    /// <summary>Whether the path of an experiment is that of a point.</summary>
    public static bool IsPoint(string path) =>
        path.Contains('/', StringComparison.Ordinal) && SweepText.IsLabel(path[(path.LastIndexOf('/') + 1)..]);
}
