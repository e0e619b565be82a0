using static TorchSharp.torch;

namespace MetaRL.Environments.Tasks;

/// <summary>The set that observations or actions come from.</summary>
public abstract record Space
{
    /// <summary>How many numbers an element is to a network.</summary>
    public abstract int Width { get; }

    /// <summary>Elements as networks see them, [..., Width].</summary>
    /// <param name="elements">[..., Width] of a <see cref="Box"/>, int64 [...] of <see cref="Discrete"/>.</param>
    /// <param name="dtype">Of the result.</param>
    public abstract Tensor Encode(Tensor elements, ScalarType dtype);
}

/// <summary>
/// Vectors of <paramref name="Size"/> numbers, each within [<paramref name="Low"/>, <paramref name="High"/>].
/// </summary>
public sealed record Box(int Size, double Low = double.NegativeInfinity, double High = double.PositiveInfinity) : Space
{
    public override int Width => Size;

    public override Tensor Encode(Tensor elements, ScalarType dtype) => elements.to_type(dtype);

    /// <summary>Whether both bounds are finite.</summary>
    public bool IsBounded => double.IsFinite(Low) && double.IsFinite(High);

    public override string ToString() => IsBounded
        ? FormattableString.Invariant($"box of {Size} in [{Low}, {High}]")
        : $"box of {Size}, unbounded";
}

/// <summary>The numbers 0 to <paramref name="Count"/> − 1.</summary>
public sealed record Discrete(int Count) : Space
{
    public override int Width => Count;

    /// <summary>Numbers, int64 [...] → 1 at each and 0 at the others, [..., Count].</summary>
    public override Tensor Encode(Tensor elements, ScalarType dtype) =>
        elements.unsqueeze(-1).eq(arange(Count, device: elements.device)).to_type(dtype);

    public override string ToString() => $"one of {Count}";
}
