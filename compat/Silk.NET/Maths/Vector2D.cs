using System.Globalization;
using System.Numerics;

namespace Silk.NET.Maths;

/// <summary>Two numbers of one type.</summary>
public struct Vector2D<T> : IEquatable<Vector2D<T>>, IFormattable
    where T : unmanaged, IFormattable, IEquatable<T>, IComparable<T>
{
    public T X;
    public T Y;

    public Vector2D(T value) => (X, Y) = (value, value);

    public Vector2D(T x, T y) => (X, Y) = (x, y);

    public static bool operator ==(Vector2D<T> left, Vector2D<T> right) => left.Equals(right);

    public static bool operator !=(Vector2D<T> left, Vector2D<T> right) => !left.Equals(right);

    public static explicit operator Vector2(Vector2D<T> from) => new(
        Convert.ToSingle(from.X, CultureInfo.InvariantCulture), Convert.ToSingle(from.Y, CultureInfo.InvariantCulture));

    public readonly bool Equals(Vector2D<T> other) => X.Equals(other.X) && Y.Equals(other.Y);

    public override readonly bool Equals(object? obj) => obj is Vector2D<T> other && Equals(other);

    public override readonly int GetHashCode() => HashCode.Combine(X, Y);

    public override readonly string ToString() => ToString("G", CultureInfo.CurrentCulture);

    public readonly string ToString(string? format, IFormatProvider? formatProvider) =>
        $"<{X.ToString(format, formatProvider)}, {Y.ToString(format, formatProvider)}>";
}
