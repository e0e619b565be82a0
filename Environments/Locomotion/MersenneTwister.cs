namespace MetaRL.Environments.Locomotion;

/// <summary>The random numbers of NumPy's legacy generator, from which published test tasks were drawn.</summary>
/// <remarks>Matsumoto, Nishimura 1998, MT19937, seeded as numpy.random.seed does with a whole number.</remarks>
internal sealed class MersenneTwister
{
    private const int Length = 624;
    private const int Offset = 397;

    private readonly uint[] _state = new uint[Length];
    private int _next = Length;

    public MersenneTwister(uint seed)
    {
        _state[0] = seed;
        for (var index = 1; index < Length; index++)
        {
            var before = _state[index - 1];
            _state[index] = (1812433253u * (before ^ (before >> 30))) + (uint)index;
        }
    }

    /// <summary>numpy.random.uniform(low, high, size=count).</summary>
    public double[] Uniform(double low, double high, int count) =>
        [.. Enumerable.Range(0, count).Select(_ => low + ((high - low) * Unit()))];

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
