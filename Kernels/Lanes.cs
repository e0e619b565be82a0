using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace MetaRL.Kernels;

/// <summary>
/// A number of neighbouring environments, as wide as a vector of AVX2; on processors without it, whatever .NET makes of
/// it.
/// </summary>
/// <typeparam name="T">float: eight environments; double: four.</typeparam>
public readonly struct Lanes<T>(Vector256<T> value) : IReal<Lanes<T>>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly Vector256<T> _value = value;

    /// <summary>How many environments.</summary>
    internal static int Width => Vector256<T>.Count;

    /// <summary>One bit for each environment, the first one lowest: whether a comparison holds.</summary>
    internal uint Bits => _value.ExtractMostSignificantBits();

    public bool IsSingle => typeof(T) == typeof(float);

    private Vector256<float> Single => _value.As<T, float>();

    private Vector256<double> Double => _value.As<T, double>();

    /// <summary>One number for all.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Lanes<T> Of(double value) => typeof(T) == typeof(float)
        ? new(Vector256.Create((float)value).As<float, T>())
        : new(Vector256.Create(value).As<double, T>());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes<T> operator -(Lanes<T> x) => new(-x._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes<T> operator +(Lanes<T> x, Lanes<T> y) => new(x._value + y._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes<T> operator -(Lanes<T> x, Lanes<T> y) => new(x._value - y._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes<T> operator *(Lanes<T> x, Lanes<T> y) => new(x._value * y._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes<T> operator /(Lanes<T> x, Lanes<T> y) => new(x._value / y._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes<T> operator +(Lanes<T> x, double y) => x + Of(y);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes<T> operator -(Lanes<T> x, double y) => x - Of(y);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes<T> operator *(Lanes<T> x, double y) => x * Of(y);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes<T> operator >(Lanes<T> x, Lanes<T> y) => new(Vector256.GreaterThan(x._value, y._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes<T> operator <(Lanes<T> x, Lanes<T> y) => new(Vector256.LessThan(x._value, y._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes<T> operator >=(Lanes<T> x, Lanes<T> y) =>
        new(Vector256.GreaterThanOrEqual(x._value, y._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes<T> operator <=(Lanes<T> x, Lanes<T> y) => new(Vector256.LessThanOrEqual(x._value, y._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes<T> operator >(Lanes<T> x, double y) => x > Of(y);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes<T> operator <(Lanes<T> x, double y) => x < Of(y);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes<T> operator >=(Lanes<T> x, double y) => x >= Of(y);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes<T> operator <=(Lanes<T> x, double y) => x <= Of(y);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes<T> operator |(Lanes<T> x, Lanes<T> y) => new(x._value | y._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes<T> operator &(Lanes<T> x, Lanes<T> y) => new(x._value & y._value);

    /// <summary>Of each environment, its number of one or the other.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Lanes<T> Select(Lanes<T> where, Lanes<T> one, Lanes<T> other) =>
        new(Vector256.ConditionalSelect(where._value, one._value, other._value));

    /// <summary>Writes the numbers, or the first of them where there is no room for more.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal void CopyTo(Span<T> target)
    {
        if (target.Length >= Width)
        {
            _value.CopyTo(target);
            return;
        }

        for (var lane = 0; lane < target.Length; lane++)
        {
            target[lane] = _value[lane];
        }
    }

    /// <summary>Writes whether a comparison holds, for as many environments as there is room for.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal void CopyTo(Span<bool> target)
    {
        var bits = Bits;
        if (target.Length >= sizeof(ulong) && Width == sizeof(ulong))
        {
            // a copy of all bits for each byte, which keeps its own and moves it to the lowest place
            var own = (bits * 0x0101010101010101ul) & 0x8040201008040201ul;
            var flags = ((own + 0x7F7F7F7F7F7F7F7Ful) >> 7) & 0x0101010101010101ul;
            BinaryPrimitives.WriteUInt64LittleEndian(MemoryMarshal.AsBytes(target), flags);
            return;
        }

        for (var lane = 0; lane < Math.Min(target.Length, Width); lane++)
        {
            target[lane] = ((bits >> lane) & 1) != 0;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Lanes<T> Plus(Lanes<T> y, double times) => Plus(y, Of(times));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Lanes<T> Plus(Lanes<T> y, Lanes<T> z, double times = 1)
    {
        var scaled = times == 1 ? y : times == -1 ? -y : y * times;
        return typeof(T) == typeof(float)
            ? new(Vector256.MultiplyAddEstimate(scaled.Single, z.Single, Single).As<float, T>())
            : new(Vector256.MultiplyAddEstimate(scaled.Double, z.Double, Double).As<double, T>());
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public (Lanes<T> Sin, Lanes<T> Cos) SinCos()
    {
        if (typeof(T) == typeof(float))
        {
            var (sin, cos) = Vector256.SinCos(Single);
            return (new(sin.As<float, T>()), new(cos.As<float, T>()));
        }
        else
        {
            var (sin, cos) = Vector256.SinCos(Double);
            return (new(sin.As<double, T>()), new(cos.As<double, T>()));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Lanes<T> Sin() => typeof(T) == typeof(float)
        ? new(Vector256.Sin(Single).As<float, T>())
        : new(Vector256.Sin(Double).As<double, T>());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Lanes<T> Cos() => typeof(T) == typeof(float)
        ? new(Vector256.Cos(Single).As<float, T>())
        : new(Vector256.Cos(Double).As<double, T>());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Lanes<T> Sqrt() => new(Vector256.Sqrt(_value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Lanes<T> Abs() => new(Vector256.Abs(_value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Lanes<T> Sign() => (this > 0).Count() - (this < 0).Count();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Lanes<T> Floor() => typeof(T) == typeof(float)
        ? new(Vector256.Floor(Single).As<float, T>())
        : new(Vector256.Floor(Double).As<double, T>());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Lanes<T> Ceiling() => typeof(T) == typeof(float)
        ? new(Vector256.Ceiling(Single).As<float, T>())
        : new(Vector256.Ceiling(Double).As<double, T>());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Lanes<T> Quotient(double divisor) => typeof(T) == typeof(float)
        ? new(Vector256.Truncate((this / Of(divisor)).Single).As<float, T>())
        : new(Vector256.Truncate((this / Of(divisor)).Double).As<double, T>());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Lanes<T> Min(Lanes<T> y) => new(Vector256.Min(_value, y._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Lanes<T> Max(Lanes<T> y) => new(Vector256.Max(_value, y._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Lanes<T> Clamp(double low, double high) => Max(Of(low)).Min(Of(high));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Lanes<T> Count() => new(_value & Vector256<T>.One);

    public Lanes<T> Everywhere(double value) => Of(value);

    public Lanes<T> Never() => default;
}
