using System.Runtime.CompilerServices;

namespace MetaRL.Kernels;

/// <summary>A matrix in memory: element (i, j) lies at <c>i · Row + j · Column</c>.</summary>
/// <typeparam name="T">The numbers.</typeparam>
internal readonly ref struct Strided<T>(ref T first, int row, int column = 1)
{
    private readonly ref T _first = ref first;

    public ref T First => ref _first;

    public nuint Row => (nuint)row;

    public nuint Column => (nuint)column;
}

/// <summary>Products of small matrices whose numbers lie in the cache.</summary>
/// <typeparam name="TVector">Vector that rows of B and C consist of.</typeparam>
/// <typeparam name="T">The numbers.</typeparam>
internal static class MatrixProduct<TVector, T>
    where TVector : struct, IVector<TVector, T>
    where T : unmanaged
{
    private const int TileRows = 6; // of two vectors each: with two of B and one of A all but one register of AVX2

    /// <summary>C = D + A B.</summary>
    /// <param name="rows">M.</param>
    /// <param name="columns">N, rounded up to whole vectors: B, C and D have room for it.</param>
    /// <param name="depth">K.</param>
    /// <param name="a">[M, K].</param>
    /// <param name="b">[K, N], neighbouring columns beside each other.</param>
    /// <param name="d">[M, N], likewise, or one row for all with <c>Row</c> 0; may be C.</param>
    /// <param name="c">[M, N], likewise.</param>
    public static void Add(int rows, int columns, int depth, Strided<T> a, Strided<T> b, Strided<T> d, Strided<T> c)
    {
        var width = TVector.Width;
        var row = 0;
        for (; row + TileRows <= rows; row += TileRows)
        {
            var column = 0;
            for (; column + width < columns; column += 2 * width)
            {
                Tile6x2(row, column, depth, a, b, d, c);
            }

            if (column < columns)
            {
                Tile6x1(row, column, depth, a, b, d, c);
            }
        }

        for (; row + 4 <= rows; row += 4)
        {
            var column = 0;
            for (; column + width < columns; column += 2 * width)
            {
                Tile4x2(row, column, depth, a, b, d, c);
            }

            if (column < columns)
            {
                Tile2x1(row, column, depth, a, b, d, c);
                Tile2x1(row + 2, column, depth, a, b, d, c);
            }
        }

        for (; row + 2 <= rows; row += 2)
        {
            for (var column = 0; column < columns; column += width)
            {
                Tile2x1(row, column, depth, a, b, d, c);
            }
        }

        if (row < rows)
        {
            for (var column = 0; column < columns; column += width)
            {
                Tile1x1(row, column, depth, a, b, d, c);
            }
        }
    }

    /// <summary>s += Σ d over the rows.</summary>
    /// <param name="rows">Rows.</param>
    /// <param name="columns">Columns, whole vectors.</param>
    /// <param name="d">[rows, columns], neighbouring columns beside each other.</param>
    /// <param name="s">[columns].</param>
    public static void AddRows(int rows, int columns, Strided<T> d, Span<T> s)
    {
        ref var first = ref s[0];
        for (nuint column = 0; column < (nuint)columns; column += (nuint)TVector.Width)
        {
            var sum = TVector.Load(ref first, column);
            for (var row = 0; row < rows; row++)
            {
                sum += TVector.Load(ref d.First, ((nuint)row * d.Row) + column);
            }

            sum.Store(ref first, column);
        }
    }

    private static void Tile6x2(int row, int column, int depth, Strided<T> a, Strided<T> b, Strided<T> d, Strided<T> c)
    {
        var width = (nuint)TVector.Width;
        ref var ai = ref Unsafe.Add(ref a.First, (nuint)row * a.Row);
        ref var bk = ref Unsafe.Add(ref b.First, (nuint)column);
        ref var dij = ref Unsafe.Add(ref d.First, ((nuint)row * d.Row) + (nuint)column);
        nuint one = d.Row, two = 2 * d.Row, three = 3 * d.Row, four = 4 * d.Row, five = 5 * d.Row;
        TVector c00 = TVector.Load(ref dij, 0), c01 = TVector.Load(ref dij, width);
        TVector c10 = TVector.Load(ref dij, one), c11 = TVector.Load(ref dij, one + width);
        TVector c20 = TVector.Load(ref dij, two), c21 = TVector.Load(ref dij, two + width);
        TVector c30 = TVector.Load(ref dij, three), c31 = TVector.Load(ref dij, three + width);
        TVector c40 = TVector.Load(ref dij, four), c41 = TVector.Load(ref dij, four + width);
        TVector c50 = TVector.Load(ref dij, five), c51 = TVector.Load(ref dij, five + width);
        (one, two, three, four, five) = (a.Row, 2 * a.Row, 3 * a.Row, 4 * a.Row, 5 * a.Row);
        nuint stepA = a.Column, stepB = b.Row;
        for (var k = 0; k < depth; k++)
        {
            TVector b0 = TVector.Load(ref bk, 0), b1 = TVector.Load(ref bk, width);
            var x = TVector.Create(ai);
            (c00, c01) = (TVector.MultiplyAdd(x, b0, c00), TVector.MultiplyAdd(x, b1, c01));
            x = TVector.Create(Unsafe.Add(ref ai, one));
            (c10, c11) = (TVector.MultiplyAdd(x, b0, c10), TVector.MultiplyAdd(x, b1, c11));
            x = TVector.Create(Unsafe.Add(ref ai, two));
            (c20, c21) = (TVector.MultiplyAdd(x, b0, c20), TVector.MultiplyAdd(x, b1, c21));
            x = TVector.Create(Unsafe.Add(ref ai, three));
            (c30, c31) = (TVector.MultiplyAdd(x, b0, c30), TVector.MultiplyAdd(x, b1, c31));
            x = TVector.Create(Unsafe.Add(ref ai, four));
            (c40, c41) = (TVector.MultiplyAdd(x, b0, c40), TVector.MultiplyAdd(x, b1, c41));
            x = TVector.Create(Unsafe.Add(ref ai, five));
            (c50, c51) = (TVector.MultiplyAdd(x, b0, c50), TVector.MultiplyAdd(x, b1, c51));
            ai = ref Unsafe.Add(ref ai, stepA);
            bk = ref Unsafe.Add(ref bk, stepB);
        }

        ref var cij = ref Unsafe.Add(ref c.First, ((nuint)row * c.Row) + (nuint)column);
        (one, two, three, four, five) = (c.Row, 2 * c.Row, 3 * c.Row, 4 * c.Row, 5 * c.Row);
        c00.Store(ref cij, 0);
        c01.Store(ref cij, width);
        c10.Store(ref cij, one);
        c11.Store(ref cij, one + width);
        c20.Store(ref cij, two);
        c21.Store(ref cij, two + width);
        c30.Store(ref cij, three);
        c31.Store(ref cij, three + width);
        c40.Store(ref cij, four);
        c41.Store(ref cij, four + width);
        c50.Store(ref cij, five);
        c51.Store(ref cij, five + width);
    }

    private static void Tile4x2(int row, int column, int depth, Strided<T> a, Strided<T> b, Strided<T> d, Strided<T> c)
    {
        var width = (nuint)TVector.Width;
        ref var ai = ref Unsafe.Add(ref a.First, (nuint)row * a.Row);
        ref var bk = ref Unsafe.Add(ref b.First, (nuint)column);
        ref var dij = ref Unsafe.Add(ref d.First, ((nuint)row * d.Row) + (nuint)column);
        TVector c00 = TVector.Load(ref dij, 0), c01 = TVector.Load(ref dij, width);
        TVector c10 = TVector.Load(ref dij, d.Row), c11 = TVector.Load(ref dij, d.Row + width);
        TVector c20 = TVector.Load(ref dij, 2 * d.Row), c21 = TVector.Load(ref dij, (2 * d.Row) + width);
        TVector c30 = TVector.Load(ref dij, 3 * d.Row), c31 = TVector.Load(ref dij, (3 * d.Row) + width);
        nuint two = 2 * a.Row, three = 3 * a.Row, stepA = a.Column, stepB = b.Row;
        for (var k = 0; k < depth; k++)
        {
            TVector b0 = TVector.Load(ref bk, 0), b1 = TVector.Load(ref bk, width);
            var x = TVector.Create(ai);
            (c00, c01) = (TVector.MultiplyAdd(x, b0, c00), TVector.MultiplyAdd(x, b1, c01));
            x = TVector.Create(Unsafe.Add(ref ai, a.Row));
            (c10, c11) = (TVector.MultiplyAdd(x, b0, c10), TVector.MultiplyAdd(x, b1, c11));
            x = TVector.Create(Unsafe.Add(ref ai, two));
            (c20, c21) = (TVector.MultiplyAdd(x, b0, c20), TVector.MultiplyAdd(x, b1, c21));
            x = TVector.Create(Unsafe.Add(ref ai, three));
            (c30, c31) = (TVector.MultiplyAdd(x, b0, c30), TVector.MultiplyAdd(x, b1, c31));
            ai = ref Unsafe.Add(ref ai, stepA);
            bk = ref Unsafe.Add(ref bk, stepB);
        }

        ref var cij = ref Unsafe.Add(ref c.First, ((nuint)row * c.Row) + (nuint)column);
        c00.Store(ref cij, 0);
        c01.Store(ref cij, width);
        c10.Store(ref cij, c.Row);
        c11.Store(ref cij, c.Row + width);
        c20.Store(ref cij, 2 * c.Row);
        c21.Store(ref cij, (2 * c.Row) + width);
        c30.Store(ref cij, 3 * c.Row);
        c31.Store(ref cij, (3 * c.Row) + width);
    }

    private static void Tile6x1(int row, int column, int depth, Strided<T> a, Strided<T> b, Strided<T> d, Strided<T> c)
    {
        ref var ai = ref Unsafe.Add(ref a.First, (nuint)row * a.Row);
        ref var bk = ref Unsafe.Add(ref b.First, (nuint)column);
        ref var dij = ref Unsafe.Add(ref d.First, ((nuint)row * d.Row) + (nuint)column);
        var (c0, c1, c2) = (TVector.Load(ref dij, 0), TVector.Load(ref dij, d.Row), TVector.Load(ref dij, 2 * d.Row));
        var (c3, c4) = (TVector.Load(ref dij, 3 * d.Row), TVector.Load(ref dij, 4 * d.Row));
        var c5 = TVector.Load(ref dij, 5 * d.Row);
        nuint two = 2 * a.Row, three = 3 * a.Row, four = 4 * a.Row, five = 5 * a.Row, stepA = a.Column, stepB = b.Row;
        for (var k = 0; k < depth; k++)
        {
            var b0 = TVector.Load(ref bk, 0);
            c0 = TVector.MultiplyAdd(TVector.Create(ai), b0, c0);
            c1 = TVector.MultiplyAdd(TVector.Create(Unsafe.Add(ref ai, a.Row)), b0, c1);
            c2 = TVector.MultiplyAdd(TVector.Create(Unsafe.Add(ref ai, two)), b0, c2);
            c3 = TVector.MultiplyAdd(TVector.Create(Unsafe.Add(ref ai, three)), b0, c3);
            c4 = TVector.MultiplyAdd(TVector.Create(Unsafe.Add(ref ai, four)), b0, c4);
            c5 = TVector.MultiplyAdd(TVector.Create(Unsafe.Add(ref ai, five)), b0, c5);
            ai = ref Unsafe.Add(ref ai, stepA);
            bk = ref Unsafe.Add(ref bk, stepB);
        }

        ref var cij = ref Unsafe.Add(ref c.First, ((nuint)row * c.Row) + (nuint)column);
        c0.Store(ref cij, 0);
        c1.Store(ref cij, c.Row);
        c2.Store(ref cij, 2 * c.Row);
        c3.Store(ref cij, 3 * c.Row);
        c4.Store(ref cij, 4 * c.Row);
        c5.Store(ref cij, 5 * c.Row);
    }

    private static void Tile2x1(int row, int column, int depth, Strided<T> a, Strided<T> b, Strided<T> d, Strided<T> c)
    {
        ref var ai = ref Unsafe.Add(ref a.First, (nuint)row * a.Row);
        ref var bk = ref Unsafe.Add(ref b.First, (nuint)column);
        ref var dij = ref Unsafe.Add(ref d.First, ((nuint)row * d.Row) + (nuint)column);
        var (c0, c1) = (TVector.Load(ref dij, 0), TVector.Load(ref dij, d.Row));
        var k = 0;
        TVector even0 = TVector.Create(default), even1 = even0;
        for (; k + 1 < depth; k += 2) // two sums each, as one waits for itself
        {
            var (b0, b1) = (TVector.Load(ref bk, 0), TVector.Load(ref bk, b.Row));
            ref var next = ref Unsafe.Add(ref ai, a.Column);
            c0 = TVector.MultiplyAdd(TVector.Create(ai), b0, c0);
            c1 = TVector.MultiplyAdd(TVector.Create(Unsafe.Add(ref ai, a.Row)), b0, c1);
            even0 = TVector.MultiplyAdd(TVector.Create(next), b1, even0);
            even1 = TVector.MultiplyAdd(TVector.Create(Unsafe.Add(ref next, a.Row)), b1, even1);
            ai = ref Unsafe.Add(ref next, a.Column);
            bk = ref Unsafe.Add(ref bk, 2 * b.Row);
        }

        if (k < depth)
        {
            var b0 = TVector.Load(ref bk, 0);
            c0 = TVector.MultiplyAdd(TVector.Create(ai), b0, c0);
            c1 = TVector.MultiplyAdd(TVector.Create(Unsafe.Add(ref ai, a.Row)), b0, c1);
        }

        ref var cij = ref Unsafe.Add(ref c.First, ((nuint)row * c.Row) + (nuint)column);
        (c0 + even0).Store(ref cij, 0);
        (c1 + even1).Store(ref cij, c.Row);
    }

    private static void Tile1x1(int row, int column, int depth, Strided<T> a, Strided<T> b, Strided<T> d, Strided<T> c)
    {
        ref var ai = ref Unsafe.Add(ref a.First, (nuint)row * a.Row);
        ref var bk = ref Unsafe.Add(ref b.First, (nuint)column);
        var sum = TVector.Load(ref Unsafe.Add(ref d.First, ((nuint)row * d.Row) + (nuint)column), 0);
        for (var k = 0; k < depth; k++)
        {
            sum = TVector.MultiplyAdd(TVector.Create(ai), TVector.Load(ref bk, 0), sum);
            ai = ref Unsafe.Add(ref ai, a.Column);
            bk = ref Unsafe.Add(ref bk, b.Row);
        }

        sum.Store(ref Unsafe.Add(ref c.First, ((nuint)row * c.Row) + (nuint)column), 0);
    }
}
