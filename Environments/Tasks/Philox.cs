namespace MetaRL.Environments.Tasks;

/// <summary>
/// Uniform numbers below one key, one after the other, in managed code: what tasks are drawn from. Philox 4×32-10.
/// </summary>
/// <remarks>
/// Salmon, Moraes, Dror, Shaw 2011, "Parallel random numbers: as easy as 1, 2, 3", section 3.3: a bijection of 128-bit
/// counters under a 64-bit key, here 0, 1, 2, ... under the bits of the <see cref="RngKey"/>. Number i depends on the
/// key and on i alone, and is the same on every platform and beside every libtorch. What environments and agents draw
/// while they act comes from libtorch's generators instead, in batches and on any device: <see cref="RngKey.Uniform"/>.
/// </remarks>
/// <param name="key">The stream.</param>
public sealed class Philox(RngKey key)
{
    private const int Rounds = 10;
    private const double Ulp = 1.0 / (1L << 53);

    // M₀, M₁: multipliers of the paper; W₀, W₁: 32 bits of the golden ratio and of √3 after the point.
    private const ulong M0 = 0xD2511F53;
    private const ulong M1 = 0xCD9E8D57;
    private const uint W0 = 0x9E3779B9;
    private const uint W1 = 0xBB67AE85;

    private ulong _counter;
    private ulong? _second; // of the block before

    /// <summary>Uniform on [0, 1): a multiple of 2⁻⁵³.</summary>
    public double Unit() => (Next() >> 11) * Ulp;

    /// <summary>The next numbers on [0, 1).</summary>
    public double[] Units(int count)
    {
        var numbers = new double[count];
        for (var index = 0; index < count; index++)
        {
            numbers[index] = Unit();
        }

        return numbers;
    }

    /// <summary>Uniform over 0 to <paramref name="count"/> − 1.</summary>
    public int Below(int count) => (int)(Unit() * count);

    /// <summary>
    /// A uniform order of 0 to <paramref name="count"/> − 1: Fisher and Yates 1938, Durstenfeld 1964.
    /// </summary>
    public int[] Permutation(int count)
    {
        var order = Enumerable.Range(0, count).ToArray();
        for (var last = count - 1; last > 0; last--)
        {
            var other = Below(last + 1);
            (order[last], order[other]) = (order[other], order[last]);
        }

        return order;
    }

    /// <summary>The four random words at a counter.</summary>
    /// <remarks>
    /// Ten rounds of (c₀, c₁, c₂, c₃) ← (hi(M₁ c₂) ⊕ c₁ ⊕ k₀, lo(M₁ c₂), hi(M₀ c₀) ⊕ c₃ ⊕ k₁, lo(M₀ c₀)), between which
    /// the key (k₀, k₁) grows by (W₀, W₁).
    /// </remarks>
    internal static (uint X, uint Y, uint Z, uint W) Block(
        (uint X, uint Y, uint Z, uint W) counter, (uint X, uint Y) key)
    {
        unchecked
        {
            var (c0, c1, c2, c3) = counter;
            var (k0, k1) = key;
            for (var round = 0; round < Rounds; round++)
            {
                var (p0, p1) = (M0 * c0, M1 * c2);
                (c0, c1, c2, c3) = ((uint)(p1 >> 32) ^ c1 ^ k0, (uint)p1, (uint)(p0 >> 32) ^ c3 ^ k1, (uint)p0);
                k0 += W0;
                k1 += W1;
            }

            return (c0, c1, c2, c3);
        }
    }

    // Two numbers of 64 bits a block, the lower words first.
    private ulong Next()
    {
        if (_second is { } kept)
        {
            _second = null;
            return kept;
        }

        var (x, y, z, w) = Block(
            ((uint)_counter, (uint)(_counter >> 32), 0, 0), ((uint)key.Seed, (uint)(key.Seed >> 32)));
        _counter++;
        _second = z | ((ulong)w << 32);
        return x | ((ulong)y << 32);
    }
}
