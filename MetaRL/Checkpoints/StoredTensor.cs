using static TorchSharp.torch;

namespace MetaRL.Checkpoints;

/// <summary>A tensor as bytes: little-endian, last axis fastest.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Dtype">One of <see cref="Types"/>.</param>
/// <param name="Shape">Its shape; empty for a single number.</param>
/// <param name="Bytes">Its numbers.</param>
public sealed record StoredTensor(string Name, ScalarType Dtype, IReadOnlyList<long> Shape, ReadOnlyMemory<byte> Bytes)
{
    /// <summary>Types that are stored, with their names in the format and bytes a number.</summary>
    internal static readonly IReadOnlyList<(string Name, ScalarType Dtype, int Size)> Types =
    [
        ("F32", ScalarType.Float32, 4),
        ("F64", ScalarType.Float64, 8),
        ("I64", ScalarType.Int64, 8),
    ];

    /// <summary>The numbers of a tensor on any device.</summary>
    public static StoredTensor From(string name, Tensor tensor)
    {
        if (Types.All(type => type.Dtype != tensor.dtype))
        {
            throw new ArgumentException(
                $"The tensor '{name}' is {tensor.dtype}, but only F32, F64 and I64 are stored.", nameof(tensor));
        }

        using var scope = NewDisposeScope();
        return new StoredTensor(name, tensor.dtype, tensor.shape, tensor.detach().cpu().contiguous().bytes.ToArray());
    }

    /// <summary>A new tensor on a device.</summary>
    public Tensor On(Device device)
    {
        using var scope = NewDisposeScope();
        var tensor = empty([.. Shape], Dtype, CPU);
        tensor.bytes = Bytes.ToArray();
        return tensor.to(device).MoveToOuterDisposeScope();
    }
}
