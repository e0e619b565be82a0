using TorchSharp.Native;

namespace TorchSharp;

/// <summary>
/// A number as an operator's argument. Holds no native memory, so that disposing of it is a formality.
/// </summary>
public sealed class Scalar : IDisposable
{
    internal readonly Tag Tag;
    internal readonly long Bits;

    internal Scalar(long number) => (Tag, Bits) = (Tag.Int, number);

    internal Scalar(double number) => (Tag, Bits) = (Tag.Double, BitConverter.DoubleToInt64Bits(number));

    internal Scalar(bool truth) => (Tag, Bits) = (Tag.Bool, truth ? 1 : 0);

    /// <summary>Int64, Float64 or Bool: libtorch knows no narrower numbers outside tensors.</summary>
    public torch.ScalarType Type => Tag switch
    {
        Tag.Int => torch.ScalarType.Int64,
        Tag.Double => torch.ScalarType.Float64,
        _ => torch.ScalarType.Bool,
    };

    public void Dispose()
    {
    }

    public static implicit operator Scalar(byte value) => new((long)value);

    public static implicit operator Scalar(int value) => new((long)value);

    public static implicit operator Scalar(long value) => new(value);

    public static implicit operator Scalar(float value) => new((double)value);

    public static implicit operator Scalar(double value) => new(value);

    public static implicit operator Scalar(bool value) => new(value);
}

public static class ScalarExtensionMethods
{
    public static Scalar ToScalar(this byte value) => value;

    public static Scalar ToScalar(this int value) => value;

    public static Scalar ToScalar(this long value) => value;

    public static Scalar ToScalar(this float value) => value;

    public static Scalar ToScalar(this double value) => value;

    public static Scalar ToScalar(this bool value) => value;
}
