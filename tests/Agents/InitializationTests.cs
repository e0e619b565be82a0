using MetaRL.Agents.Policies;
using MetaRL.Environments.Tasks;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace MetaRL.Tests.Agents;

public sealed class InitializationTests
{
    [Theory]
    [InlineData(64, 64)]
    [InlineData(64, 3)]
    [InlineData(3, 64)]
    [InlineData(1, 1)]
    public void Orthogonal_OfAnyShape_HasOrthonormalRowsOrColumns(int fanOut, int fanIn)
    {
        using var scope = NewDisposeScope();
        var q = Draw(new Initialization(WeightScheme.Orthogonal), fanOut, fanIn);
        var product = fanOut >= fanIn ? q.t().matmul(q) : q.matmul(q.t());
        Assert.True(product.allclose(eye(Math.Min(fanOut, fanIn), dtype: ScalarType.Float64), 0, 1e-10));
    }

    [Fact]
    public void Orthogonal_WithAGain_IsThatManyTimesAsLong()
    {
        using var scope = NewDisposeScope();
        var w = Draw(new Initialization(WeightScheme.Orthogonal, Gain: 3), 8, 8);
        Assert.True(w.t().matmul(w).allclose(eye(8, dtype: ScalarType.Float64) * 9, 0, 1e-10));
    }

    // 64 × 200 numbers of variance 2 / 200: their mean square is within 5 of its own deviations, √(2 / 12,800).
    [Fact]
    public void He_OfManyWeights_HasItsVariance()
    {
        using var scope = NewDisposeScope();
        var variance = Draw(new Initialization(WeightScheme.He), 64, 200).square().mean().ToDouble() / 0.01;
        Assert.InRange(variance, 1 - (5 * 0.0125), 1 + (5 * 0.0125));
    }

    [Fact]
    public void Xavier_OfManyWeights_KeepsItsBounds()
    {
        using var scope = NewDisposeScope();
        var largest = Draw(new Initialization(WeightScheme.Xavier, Gain: 2), 64, 32).abs().max().ToDouble();
        Assert.InRange(largest, 0.49, 0.5); // 2 √(6 / 96)
    }

    [Fact]
    public void Initialize_WithAnOutputGain_ScalesTheLastLayerOnly()
    {
        using var scope = NewDisposeScope();
        var plain = First(Initialization.Default);
        var scaled = First(Initialization.Default with { OutputGain = 0.5 });
        Assert.True(scaled[0].Equals(plain[0]));
        Assert.True(scaled[2].Equals(plain[2] * 0.5));
    }

    private static IReadOnlyList<Tensor> First(Initialization initialization) =>
        new Mlp(3, [4], 2, Activation.Tanh, initialization).Initialize(new RngKey(1), CPU, ScalarType.Float64);

    private static Tensor Draw(Initialization initialization, int fanOut, int fanIn) =>
        initialization.Draw(new RngKey(5), fanOut, fanIn, isOutput: false, CPU, ScalarType.Float64);
}
