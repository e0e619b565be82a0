using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace MetaRL.Kernels;

/// <summary>
/// Some numbers of each of many lanes, vector by vector of lanes: each number of all lanes of a vector lies together.
/// </summary>
/// <typeparam name="T">The numbers.</typeparam>
internal readonly struct Columns<T>(int lanes, int size)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly Lanes<T>[] _vectors = new Lanes<T>[(lanes + Lanes<T>.Width - 1) / Lanes<T>.Width * size];

    /// <summary>The numbers of one vector of lanes, [size].</summary>
    public Span<Lanes<T>> this[int vector] => _vectors.AsSpan(vector * size, size);

    private Span<T> Numbers(int vector) => MemoryMarshal.Cast<Lanes<T>, T>(this[vector]);

    /// <summary>Takes in rows, [lanes, size].</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Read(ReadOnlySpan<T> rows)
    {
        if (size == 1)
        {
            rows[..lanes].CopyTo(MemoryMarshal.Cast<Lanes<T>, T>(_vectors.AsSpan()));
            return;
        }

        for (var vector = 0; vector * Lanes<T>.Width < lanes && size > 0; vector++)
        {
            Read(rows, vector);
        }
    }

    /// <summary>Takes in the rows of one vector of lanes, out of all rows [lanes, size].</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Read(ReadOnlySpan<T> rows, int vector)
    {
        var first = vector * Lanes<T>.Width;
        var count = Math.Min(Lanes<T>.Width, lanes - first);
        var from = rows.Slice(first * size, count * size);
        var to = Numbers(vector);
        if (typeof(T) == typeof(float) && size is 2 or 4 && count == Lanes<T>.Width)
        {
            Transposition.ToColumns(MemoryMarshal.Cast<T, float>(from), MemoryMarshal.Cast<T, float>(to));
            return;
        }

        for (int lane = 0, row = 0; lane < count; lane++)
        {
            for (var at = lane; at < to.Length; at += Lanes<T>.Width)
            {
                to[at] = from[row++];
            }
        }
    }

    /// <summary>Gives all as rows, [lanes, size].</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Write(Span<T> rows)
    {
        if (size == 1)
        {
            MemoryMarshal.Cast<Lanes<T>, T>(_vectors.AsSpan())[..lanes].CopyTo(rows);
            return;
        }

        for (int vector = 0, first = 0; first < lanes; vector++, first += Lanes<T>.Width)
        {
            var count = Math.Min(Lanes<T>.Width, lanes - first);
            var from = Numbers(vector);
            var to = rows.Slice(first * size, count * size);
            if (typeof(T) == typeof(float) && size is 2 or 4 && count == Lanes<T>.Width)
            {
                Transposition.ToRows(MemoryMarshal.Cast<T, float>(from), MemoryMarshal.Cast<T, float>(to));
                continue;
            }

            for (int lane = 0, row = 0; lane < count; lane++)
            {
                for (var at = lane; at < from.Length; at += Lanes<T>.Width)
                {
                    to[row++] = from[at];
                }
            }
        }
    }
}
