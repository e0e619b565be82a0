using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace MetaRL.Kernels;

/// <summary>Two or four numbers of each of eight lanes, from rows to columns and back.</summary>
/// <remarks>
/// Every second number of two vectors makes a column of two, and once more one of four; numbers put in turn from two
/// vectors undo it.
/// </remarks>
internal static class Transposition
{
    /// <summary>[8, K] → [K, 8].</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void ToColumns(ReadOnlySpan<float> rows, Span<float> columns)
    {
        var (even, odd) = Parted(Vector256.Create(rows), Vector256.Create(rows[8..]));
        if (rows.Length == 16)
        {
            even.CopyTo(columns);
            odd.CopyTo(columns[8..]);
            return;
        }

        var (even2, odd2) = Parted(Vector256.Create(rows[16..]), Vector256.Create(rows[24..]));
        var (a, c) = Parted(even, even2);
        var (b, d) = Parted(odd, odd2);
        a.CopyTo(columns);
        b.CopyTo(columns[8..]);
        c.CopyTo(columns[16..]);
        d.CopyTo(columns[24..]);
    }

    /// <summary>[K, 8] → [8, K].</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void ToRows(ReadOnlySpan<float> columns, Span<float> rows)
    {
        var (a, b) = (Vector256.Create(columns), Vector256.Create(columns[8..]));
        if (columns.Length == 16)
        {
            var (low, high) = InTurn(a, b);
            low.CopyTo(rows);
            high.CopyTo(rows[8..]);
            return;
        }

        var (c, d) = (Vector256.Create(columns[16..]), Vector256.Create(columns[24..]));
        var (ac, ac2) = InTurn(a, c);
        var (bd, bd2) = InTurn(b, d);
        var (first, second) = InTurn(ac, bd);
        var (third, fourth) = InTurn(ac2, bd2);
        first.CopyTo(rows);
        second.CopyTo(rows[8..]);
        third.CopyTo(rows[16..]);
        fourth.CopyTo(rows[24..]);
    }

    // x₀ x₂ x₄ x₆ y₀ y₂ y₄ y₆ and x₁ x₃ x₅ x₇ y₁ y₃ y₅ y₇
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (Vector256<float> Even, Vector256<float> Odd) Parted(Vector256<float> x, Vector256<float> y)
    {
        var (left, right) = (
            Vector256.Shuffle(x, Vector256.Create(0, 2, 4, 6, 1, 3, 5, 7)),
            Vector256.Shuffle(y, Vector256.Create(0, 2, 4, 6, 1, 3, 5, 7)));
        return (
            Vector256.Create(left.GetLower(), right.GetLower()), Vector256.Create(left.GetUpper(), right.GetUpper()));
    }

    // x₀ y₀ x₁ y₁ x₂ y₂ x₃ y₃ and x₄ y₄ ... x₇ y₇
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (Vector256<float> Low, Vector256<float> High) InTurn(Vector256<float> x, Vector256<float> y)
    {
        var (low, high) = (
            Vector256.Create(x.GetLower(), y.GetLower()), Vector256.Create(x.GetUpper(), y.GetUpper()));
        return (
            Vector256.Shuffle(low, Vector256.Create(0, 4, 1, 5, 2, 6, 3, 7)),
            Vector256.Shuffle(high, Vector256.Create(0, 4, 1, 5, 2, 6, 3, 7)));
    }
}
