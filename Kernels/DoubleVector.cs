using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace MetaRL.Kernels;

/// <summary>Four 64-bit floats, for holding the kernels against other computations without their rounding.</summary>
internal readonly struct Double256(Vector256<double> value) : IVector<Double256, double>
{
    private readonly Vector256<double> _value = value;

    public static int Width => Vector256<double>.Count;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Double256 Load(ref readonly double source, nuint offset) =>
        new(Vector256.LoadUnsafe(in source, offset));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Double256 Create(double value) => new(Vector256.Create(value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Double256 operator +(Double256 x, Double256 y) => new(x._value + y._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Double256 operator -(Double256 x, Double256 y) => new(x._value - y._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Double256 operator *(Double256 x, Double256 y) => new(x._value * y._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Double256 MultiplyAdd(Double256 x, Double256 y, Double256 z) =>
        new(Vector256.MultiplyAddEstimate(x._value, y._value, z._value));

    public static Double256 Tanh(Double256 x) => new(Vector256.Create(
        Math.Tanh(x._value[0]), Math.Tanh(x._value[1]), Math.Tanh(x._value[2]), Math.Tanh(x._value[3])));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Double256 Relu(Double256 x) => new(Vector256.Max(x._value, Vector256<double>.Zero));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Double256 IsPositive(Double256 x) =>
        new(Vector256.GreaterThan(x._value, Vector256<double>.Zero) & Vector256<double>.One);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Store(ref double target, nuint offset) => _value.StoreUnsafe(ref target, offset);
}
