using static TorchSharp.torch;

namespace MetaRL.Environments.Tasks;

/// <summary>The set that observations or actions come from.</summary>
public abstract record Space;

/// <summary>
/// Vectors of <paramref name="Size"/> numbers, each within [<paramref name="Low"/>, <paramref name="High"/>].
/// </summary>
public sealed record Box(int Size, double Low = double.NegativeInfinity, double High = double.PositiveInfinity) : Space
{
    /// <summary>Whether both bounds are finite.</summary>
    public bool IsBounded => double.IsFinite(Low) && double.IsFinite(High);

    public override string ToString() => IsBounded
        ? FormattableString.Invariant($"box of {Size} in [{Low}, {High}]")
        : $"box of {Size}, unbounded";
}

/// <summary>The numbers 0 to <paramref name="Count"/> − 1.</summary>
public sealed record Discrete(int Count) : Space
{
    /// <summary>Actions, int64 [...] → 1 at each and 0 at the others, [..., Count].</summary>
    public Tensor OneHot(Tensor actions, ScalarType dtype) =>
        actions.unsqueeze(-1).eq(arange(Count, device: actions.device)).to_type(dtype);

    public override string ToString() => $"one of {Count}";
}
