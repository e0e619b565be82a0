using System.Runtime.InteropServices;
using MetaRL.Environments.Tasks;
using MetaRL.Tests.Tensors;
using Xunit;
using static TorchSharp.torch;

namespace MetaRL.Tests.Environments;

/// <summary>Noise of libtorch's generators.</summary>
public sealed class RngKeyTests
{
    private static readonly RngKey Key = new(7);

    [Fact]
    public void Uniform_OfAKey_IsWhatRandDrawsFromItsGenerator()
    {
        using var scope = NewDisposeScope();
        Assert.Equal(rand([3, 50], generator: Key.On(CPU)).Numbers(), Key.Uniform([3, 50], CPU).Numbers());
    }

    [Fact]
    public void Uniform_MoreThanTheMemoryHolds_IsAnError() =>
        Assert.Contains(
            "can't allocate memory",
            Assert.Throws<ExternalException>(() => Key.Uniform([1L << 50], CPU)).Message, StringComparison.Ordinal);

    [Fact]
    public void Normal_MoreThanTheMemoryHolds_IsAnError() =>
        Assert.Contains(
            "can't allocate memory",
            Assert.Throws<ExternalException>(() => Key.Normal([1L << 50], CPU)).Message, StringComparison.Ordinal);
}
