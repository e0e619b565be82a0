using Xunit;
using static TorchSharp.torch;

namespace MetaRL.Tests.Compat;

public sealed class GeneratorTests
{
    [Fact]
    public void Rand_SameSeed_HasTheSameBytes() => Assert.Equal(Bytes(5), Bytes(5));

    [Fact]
    public void Rand_OtherSeed_HasOtherBytes() => Assert.NotEqual(Bytes(5), Bytes(6));

    [Fact]
    public void Rand_KnownSeed_HasTheNumbersOfPyTorch()
    {
        // torch.rand(3, generator=torch.Generator().manual_seed(0)) on the CPU.
        using var generator = new Generator(0);

        Assert.Equal(
            [0.49625658988952637, 0.7682217955589294, 0.08847743272781372],
            rand(3, generator: generator).Numbers());
    }

    [Fact]
    public void Randn_SameGenerator_GoesOn()
    {
        using var generator = new Generator(5);

        Assert.False(randn(4, generator: generator).Equals(randn(4, generator: generator)));
    }

    [Fact]
    public void ManualSeed_Again_StartsOver()
    {
        using var generator = new Generator(5);
        Tensor first = randn(4, generator: generator);

        generator.manual_seed(5);

        Assert.True(first.Equals(randn(4, generator: generator)));
    }

    [Fact]
    public void SetState_OfAnEarlierState_RepeatsTheNumbers()
    {
        using var generator = new Generator(5);
        Tensor state = generator.get_state();
        Tensor first = randn(4, generator: generator);

        generator.set_state(state);

        Assert.True(first.Equals(randn(4, generator: generator)));
    }

    [Fact]
    public void InitialSeed_Given_IsIt()
    {
        using var generator = new Generator(42);

        Assert.Equal(42, generator.initial_seed());
    }

    [Fact]
    public void Generator_SeedAboveLong_IsTaken()
    {
        using var generator = new Generator(ulong.MaxValue);

        Assert.Equal(-1, generator.initial_seed());
    }

    [Fact]
    public void Randint_WithBounds_StaysInside()
    {
        using var generator = new Generator(1);
        Tensor numbers = randint(3, 5, [1000L], generator: generator);

        Assert.Equal((3, 4), (numbers.min().item<long>(), numbers.max().item<long>()));
    }

    [Fact]
    public void Randperm_Four_HasEachOnce()
    {
        using var generator = new Generator(1);

        Assert.Equal([0, 1, 2, 3], randperm(4, generator: generator).sort().Values.Numbers());
    }

    [Fact]
    public void Normal_MeanAndStd_ShiftAndScaleTheNoise()
    {
        using var generator = new Generator(3);
        using var same = new Generator(3);

        Assert.Equal(
            ((randn(4, generator: same) * 2) + 10).Numbers(),
            normal(10, 2, [4L], generator: generator).Numbers());
    }

    [Fact]
    public void Multinomial_CertainOutcome_IsIt()
    {
        using var generator = new Generator(3);

        Assert.Equal([2, 2], tensor([0f, 0f, 1f]).multinomial(2, replacement: true, generator).Numbers());
    }

    [Fact]
    public void Uniform_InPlace_StaysInside()
    {
        using var generator = new Generator(3);
        Tensor numbers = zeros(1000).uniform_(2, 3, generator);

        Assert.True((bool)((numbers >= 2) & (numbers < 3)).all());
    }

    private static byte[] Bytes(ulong seed)
    {
        using var generator = new Generator(seed);
        return rand(16, generator: generator).bytes.ToArray();
    }
}
