using System.Numerics;

namespace MetaRL.Environments.Tasks;

/// <summary>
/// The random numbers of Python and of NumPy's legacy generator, from which published tasks were drawn.
/// </summary>
/// <remarks>
/// Matsumoto, Nishimura 1998, MT19937; the two seed it in different ways and make different numbers of its words.
/// </remarks>
internal sealed class MersenneTwister
{
    private const int Length = 624;
    private const int Offset = 397;

    private readonly uint[] _state = new uint[Length];
    private int _next = Length;

    private MersenneTwister(uint seed)
    {
        _state[0] = seed;
        for (var index = 1; index < Length; index++)
        {
            _state[index] = (1812433253u * Mixed(index - 1)) + (uint)index;
        }
    }

    /// <summary>numpy.random.RandomState(seed), or numpy.random.seed(seed).</summary>
    public static MersenneTwister OfNumPy(uint seed) => new(seed);

    /// <summary>random.Random(seed), or random.seed(seed).</summary>
    public static MersenneTwister OfPython(uint seed)
    {
        var twister = new MersenneTwister(19650218);
        var state = twister._state;
        var index = 1;
        for (var round = 0; round < Length; round++)
        {
            state[index] = (state[index] ^ (twister.Mixed(index - 1) * 1664525u)) + seed;
            index = twister.After(index);
        }

        for (var round = 1; round < Length; round++)
        {
            state[index] = (state[index] ^ (twister.Mixed(index - 1) * 1566083941u)) - (uint)index;
            index = twister.After(index);
        }

        state[0] = 0x80000000u;
        return twister;
    }

    /// <summary>NumPy's uniform(low, high, size=count).</summary>
    public double[] Uniform(double low, double high, int count) =>
        [.. Enumerable.Range(0, count).Select(_ => low + ((high - low) * Unit()))];

    /// <summary>0, 1, ..., count − 1 in the order of NumPy's shuffle.</summary>
    public int[] ShuffledByNumPy(int count) => Shuffled(count, last =>
    {
        var mask = (uint)(BitOperations.RoundUpToPowerOf2((ulong)last + 1) - 1);
        return First(() => Next() & mask, last);
    });

    /// <summary>0, 1, ..., count − 1 in the order of Python's shuffle.</summary>
    public int[] ShuffledByPython(int count) => Shuffled(count, last =>
    {
        var bits = BitOperations.Log2((uint)last + 1) + 1; // of last + 1, which Python draws below
        return First(() => Next() >> (32 - bits), last);
    });

    // Both walk down from the end and swap with a place at or before.
    private static int[] Shuffled(int count, Func<int, int> atMost)
    {
        int[] items = [.. Enumerable.Range(0, count)];
        for (var last = count - 1; last > 0; last--)
        {
            var other = atMost(last);
            (items[last], items[other]) = (items[other], items[last]);
        }

        return items;
    }

    private static int First(Func<uint> draw, int most)
    {
        while (true)
        {
            if (draw() is var value && value <= most)
            {
                return (int)value;
            }
        }
    }

    private uint Mixed(int index) => _state[index] ^ (_state[index] >> 30);

    // The place after; behind the last one the first takes the last one's word.
    private int After(int index)
    {
        if (index + 1 < Length)
        {
            return index + 1;
        }

        _state[0] = _state[Length - 1];
        return 1;
    }

    // 53 random bits
    private double Unit()
    {
        var (high, low) = (Next() >> 5, Next() >> 6);
        return ((high * 67108864.0) + low) / 9007199254740992.0;
    }

    private uint Next()
    {
        if (_next == Length)
        {
            Twist();
            _next = 0;
        }

        var y = _state[_next++];
        y ^= y >> 11;
        y ^= (y << 7) & 0x9d2c5680u;
        y ^= (y << 15) & 0xefc60000u;
        return y ^ (y >> 18);
    }

    private void Twist()
    {
        for (var index = 0; index < Length; index++)
        {
            var y = (_state[index] & 0x80000000u) | (_state[(index + 1) % Length] & 0x7fffffffu);
            _state[index] = _state[(index + Offset) % Length] ^ (y >> 1) ^ ((y & 1) * 0x9908b0dfu);
        }
    }
}
