using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace MetaRL.Kernels;

/// <summary>Sixteen 32-bit floats: AVX-512.</summary>
internal readonly struct Float512(Vector512<float> value) : IVector<Float512, float>
{
    private readonly Vector512<float> _value = value;

    public static int Width => Vector512<float>.Count;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Float512 Load(ref readonly float source, nuint offset) =>
        new(Vector512.LoadUnsafe(in source, offset));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Float512 Create(float value) => new(Vector512.Create(value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Float512 operator +(Float512 x, Float512 y) => new(x._value + y._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Float512 operator -(Float512 x, Float512 y) => new(x._value - y._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Float512 operator *(Float512 x, Float512 y) => new(x._value * y._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Float512 MultiplyAdd(Float512 x, Float512 y, Float512 z) =>
        new(Vector512.MultiplyAddEstimate(x._value, y._value, z._value));

    /// <inheritdoc/>
    /// <remarks>As <see cref="Float256.Tanh"/>.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Float512 Tanh(Float512 x)
    {
        var z = Vector512.Max(Vector512.Abs(x._value) * -2, Vector512.Create(TanhSeries.Least));
        var k = Vector512.Round(z * TanhSeries.Log2E);
        var r = Vector512.MultiplyAddEstimate(k, Vector512.Create(-TanhSeries.Ln2), z);
        var p = Vector512.Create(TanhSeries.C8);
        p = Vector512.MultiplyAddEstimate(p, r, Vector512.Create(TanhSeries.C7));
        p = Vector512.MultiplyAddEstimate(p, r, Vector512.Create(TanhSeries.C6));
        p = Vector512.MultiplyAddEstimate(p, r, Vector512.Create(TanhSeries.C5));
        p = Vector512.MultiplyAddEstimate(p, r, Vector512.Create(TanhSeries.C4));
        p = Vector512.MultiplyAddEstimate(p, r, Vector512.Create(TanhSeries.C3));
        p = Vector512.MultiplyAddEstimate(p, r, Vector512.Create(0.5f));
        p = Vector512.MultiplyAddEstimate(p * r, r, r);
        var exponent = Vector512.ConvertToInt32(k) + Vector512.Create(TanhSeries.Bias);
        var power = (exponent << TanhSeries.Mantissa).AsSingle();
        var e = Vector512.MultiplyAddEstimate(power, p, power - Vector512<float>.One);
        var tanh = e / (e + Vector512.Create(2f));
        return new(Vector512.ConditionalSelect(Vector512.Create(-0f), x._value, Vector512.Abs(tanh)));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Float512 Relu(Float512 x) => new(Vector512.Max(x._value, Vector512<float>.Zero));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Float512 IsPositive(Float512 x) =>
        new(Vector512.GreaterThan(x._value, Vector512<float>.Zero) & Vector512<float>.One);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Store(ref float target, nuint offset) => _value.StoreUnsafe(ref target, offset);
}

/// <summary>Eight 32-bit floats: AVX2, and on processors without it whatever .NET makes of them.</summary>
internal readonly struct Float256(Vector256<float> value) : IVector<Float256, float>
{
    private readonly Vector256<float> _value = value;

    public static int Width => Vector256<float>.Count;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Float256 Load(ref readonly float source, nuint offset) =>
        new(Vector256.LoadUnsafe(in source, offset));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Float256 Create(float value) => new(Vector256.Create(value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Float256 operator +(Float256 x, Float256 y) => new(x._value + y._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Float256 operator -(Float256 x, Float256 y) => new(x._value - y._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Float256 operator *(Float256 x, Float256 y) => new(x._value * y._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Float256 MultiplyAdd(Float256 x, Float256 y, Float256 z) =>
        new(Vector256.MultiplyAddEstimate(x._value, y._value, z._value));

    /// <inheritdoc/>
    /// <remarks>
    /// tanh |x| = −e / (e + 2) with e = exp(−2 |x|) − 1, which is 2ᵏ (1 + p) − 1 for −2 |x| = k ln 2 + r, |r| ≤ ½ ln 2,
    /// and p = Σ rʲ / j!, j = 1 ... 8. Near 0 nothing cancels: k = 0 there and e = p. Within 3 units in the last place.
    /// </remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Float256 Tanh(Float256 x)
    {
        var z = Vector256.Max(Vector256.Abs(x._value) * -2, Vector256.Create(TanhSeries.Least));
        var k = Vector256.Round(z * TanhSeries.Log2E);
        var r = Vector256.MultiplyAddEstimate(k, Vector256.Create(-TanhSeries.Ln2), z);
        var p = Vector256.Create(TanhSeries.C8);
        p = Vector256.MultiplyAddEstimate(p, r, Vector256.Create(TanhSeries.C7));
        p = Vector256.MultiplyAddEstimate(p, r, Vector256.Create(TanhSeries.C6));
        p = Vector256.MultiplyAddEstimate(p, r, Vector256.Create(TanhSeries.C5));
        p = Vector256.MultiplyAddEstimate(p, r, Vector256.Create(TanhSeries.C4));
        p = Vector256.MultiplyAddEstimate(p, r, Vector256.Create(TanhSeries.C3));
        p = Vector256.MultiplyAddEstimate(p, r, Vector256.Create(0.5f));
        p = Vector256.MultiplyAddEstimate(p * r, r, r);
        var exponent = Vector256.ConvertToInt32(k) + Vector256.Create(TanhSeries.Bias);
        var power = (exponent << TanhSeries.Mantissa).AsSingle();
        var e = Vector256.MultiplyAddEstimate(power, p, power - Vector256<float>.One);
        var tanh = e / (e + Vector256.Create(2f));
        return new(Vector256.ConditionalSelect(Vector256.Create(-0f), x._value, Vector256.Abs(tanh)));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Float256 Relu(Float256 x) => new(Vector256.Max(x._value, Vector256<float>.Zero));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Float256 IsPositive(Float256 x) =>
        new(Vector256.GreaterThan(x._value, Vector256<float>.Zero) & Vector256<float>.One);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Store(ref float target, nuint offset) => _value.StoreUnsafe(ref target, offset);
}

/// <summary>Numbers of the exponential series, and of the format of 32-bit floats.</summary>
internal static class TanhSeries
{
    /// <summary>Below it exp is 0 beside 1.</summary>
    public const float Least = -40;

    public const float Log2E = 1.44269504f;
    public const float Ln2 = 0.693147181f;
    public const float C3 = 1f / 6;
    public const float C4 = 1f / 24;
    public const float C5 = 1f / 120;
    public const float C6 = 1f / 720;
    public const float C7 = 1f / 5040;
    public const float C8 = 1f / 40320;

    /// <summary>What is added to an exponent.</summary>
    public const int Bias = 127;

    /// <summary>Bits below the exponent.</summary>
    public const int Mantissa = 23;
}
