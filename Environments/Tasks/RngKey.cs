using static TorchSharp.torch;

namespace MetaRL.Environments.Tasks;

/// <summary>A position in a deterministic tree of random streams. Deriving a key never consumes anything.</summary>
/// <remarks>
/// Every random number of a run comes from a key that the run's seed determines:
/// <c>root.For("training").At(i).For("tasks")</c>. A purpose that gets its own stream cannot disturb another one's, so
/// that adding a draw here changes no number there. What comes out of a key is of two kinds. Tasks are drawn from a
/// <see cref="Philox"/>, in managed code, and are the same everywhere for ever. Noise and first weights come from
/// libtorch's generators (<see cref="Uniform"/>, <see cref="Normal"/>), on any device, and are the same where libtorch
/// and device are.
/// </remarks>
public readonly record struct RngKey(ulong Seed)
{
    /// <summary>The stream for one named purpose below this key.</summary>
    public RngKey For(string purpose)
    {
        var hash = 0xcbf29ce484222325UL; // FNV-1a, 64 bit (Fowler, Noll, Vo)
        foreach (var character in purpose)
        {
            hash = (hash ^ character) * 0x100000001b3UL;
        }

        return new RngKey(SplitMix64.Mix(Seed ^ SplitMix64.Mix(hash)));
    }

    /// <summary>The stream at one index of a sequence below this key.</summary>
    public RngKey At(long index) => new(
        SplitMix64.Mix(SplitMix64.Mix(Seed) + unchecked((ulong)index * SplitMix64.GoldenRatio) + 1));

    /// <summary>
    /// A generator of libtorch on <paramref name="device"/> that starts at this key; the caller disposes it.
    /// </summary>
    public Generator On(Device device) => new(Seed, device);

    /// <summary>
    /// libtorch's uniform numbers on [0, 1) of the given shape, for noise; the same for the same key, shape, type and
    /// device.
    /// </summary>
    public Tensor Uniform(ReadOnlySpan<long> shape, Device device, ScalarType dtype = ScalarType.Float32)
    {
        using var generator = On(device);
        // what `rand` does, but TorchSharp's `rand` returns a wild pointer instead of an error where memory is short
        return empty(shape, dtype: dtype, device: device).uniform_(0, 1, generator);
    }

    /// <summary>
    /// libtorch's standard normal numbers of the given shape, for noise and weights; the same for the same key, shape,
    /// type and device.
    /// </summary>
    public Tensor Normal(ReadOnlySpan<long> shape, Device device, ScalarType dtype = ScalarType.Float32)
    {
        using var generator = On(device);
        return randn(shape, dtype: dtype, device: device, generator: generator);
    }
}
