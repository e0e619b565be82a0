using System.Runtime.InteropServices;

namespace TorchSharp.Native;

internal enum Tag
{
    None = 0,
    Tensor = 1,
    Int = 2,
    Double = 3,
    Bool = 4,
    IntList = 5,
    TensorList = 6,
    OptionalTensorList = 7,
    String = 8,
    Device = 9,
    Generator = 10,
    WrappedInt = 11,
    WrappedDouble = 12,
    WrappedBool = 13,
}

/// <summary>One argument or result as shim.h lays it out.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct NativeValue
{
    internal long Bits;
    internal Tag Tag;
    internal int Length;
}

/// <summary>One argument of an operator: a number in <see cref="Bits"/>, or an object that outlives the call.</summary>
internal readonly struct Value
{
    internal readonly object? Object;
    internal readonly long Bits;
    internal readonly Tag Tag;

    private Value(Tag tag, long bits, object? value)
    {
        Tag = tag;
        Bits = bits;
        Object = value;
    }

    internal static Value None => default;

    /// <summary>A list of tensors in which null stands for "this dimension is not indexed".</summary>
    internal static Value Optionals(torch.Tensor?[] tensors) => new(Tag.OptionalTensorList, 0, tensors);

    /// <summary>
    /// A number for an operator that takes a tensor; like a Scalar, it leaves the other operand its type.
    /// </summary>
    internal static Value Wrapped(Value number) => number.Tag switch
    {
        Tag.Int => new(Tag.WrappedInt, number.Bits, null),
        Tag.Double => new(Tag.WrappedDouble, number.Bits, null),
        _ => new(Tag.WrappedBool, number.Bits, null),
    };

    internal static Value Tensors(IList<torch.Tensor> tensors) => new(Tag.TensorList, 0, tensors);

    public static implicit operator Value(torch.Tensor? tensor) =>
        tensor is null ? default : new Value(Tag.Tensor, 0, tensor);

    public static implicit operator Value(Scalar? scalar) =>
        scalar is null ? default : new Value(scalar.Tag, scalar.Bits, null);

    public static implicit operator Value(int number) => new(Tag.Int, number, null);

    public static implicit operator Value(long number) => new(Tag.Int, number, null);

    public static implicit operator Value(long? number) =>
        number is null ? default : new Value(Tag.Int, number.Value, null);

    public static implicit operator Value(double number) =>
        new(Tag.Double, BitConverter.DoubleToInt64Bits(number), null);

    public static implicit operator Value(bool truth) => new(Tag.Bool, truth ? 1 : 0, null);

    public static implicit operator Value(torch.ScalarType type) => new(Tag.Int, (long)type, null);

    public static implicit operator Value(torch.ScalarType? type) =>
        type is null ? default : new Value(Tag.Int, (long)type.Value, null);

    public static implicit operator Value(torch.Device? device) =>
        device is null ? default : new Value(Tag.Device, device.Code, null);

    public static implicit operator Value(torch.Generator? generator) =>
        generator is null ? default : new Value(Tag.Generator, 0, generator);

    public static implicit operator Value(long[]? numbers) =>
        numbers is null ? default : new Value(Tag.IntList, 0, numbers);

    public static implicit operator Value(ReadOnlySpan<long> numbers) => new(Tag.IntList, 0, numbers.ToArray());

    public static implicit operator Value(string? text) =>
        text is null ? default : new Value(Tag.String, 0, System.Text.Encoding.UTF8.GetBytes(text));
}
