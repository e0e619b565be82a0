namespace MetaRL.Environments.Tasks;

/// <summary>
/// The SplitMix64 generator (Steele, Lea and Flood 2014): a counter in steps of the golden ratio, mixed.
/// Its bytes depend on the seed only, on every machine and runtime version, unlike <see cref="System.Random"/>.
/// </summary>
public sealed class SplitMix64(ulong seed)
{
    /// <summary>64 bits of the golden ratio after the point.</summary>
    internal const ulong GoldenRatio = 0x9E3779B97F4A7C15;

    private ulong _state = seed;

    /// <summary>Uniform over all 64-bit values.</summary>
    public ulong Next()
    {
        var mixed = Mix(_state);
        _state = unchecked(_state + GoldenRatio);
        return mixed;
    }

    /// <summary>Uniform over 0..count−1 without bias (Lemire 2019, algorithm 5).</summary>
    public int Below(int count)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        var bound = (ulong)count;
        var high = Math.BigMul(Next(), bound, out var low);
        if (low < bound)
        {
            var threshold = (0 - bound) % bound;
            while (low < threshold)
            {
                high = Math.BigMul(Next(), bound, out low);
            }
        }

        return (int)high;
    }

    /// <summary>A step of the counter and the output function: a bijection that scatters every input bit.</summary>
    internal static ulong Mix(ulong x)
    {
        unchecked
        {
            x += GoldenRatio;
            x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9;
            x = (x ^ (x >> 27)) * 0x94D049BB133111EB;
            return x ^ (x >> 31);
        }
    }
}
