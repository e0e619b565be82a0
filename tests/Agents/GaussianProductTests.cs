using MetaRL.Agents.Policies;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace MetaRL.Tests.Agents;

public sealed class GaussianProductTests
{
    // N(1, 1/2) N(−1, 1/4) N(2, 1): precisions 2 + 4 + 1, shift 2 − 4 + 2.
    [Fact]
    public void Of_ThreeFactors_AddsTheirPrecisions()
    {
        using var scope = NewDisposeScope();
        var product = GaussianProduct.Of(Factors((1, 0.5), (-1, 0.25), (2, 1)), axis: 0);
        Assert.Equal(1.0 / 7, product.Variance.ToDouble(), 1e-12);
        Assert.Equal(0, product.Mean.ToDouble(), 1e-12);
    }

    [Fact]
    public void Of_FactorsThatAreNotThere_LeavesThemOut()
    {
        using var scope = NewDisposeScope();
        var product = GaussianProduct.Of(
            Factors((1, 0.5), (-1, 0.25), (2, 1)), axis: 0, tensor(new[] { 1.0, 0, 1 }).unsqueeze(-1));
        Assert.Equal(1.0 / 3, product.Variance.ToDouble(), 1e-12);
        Assert.Equal(4.0 / 3, product.Mean.ToDouble(), 1e-12);
    }

    // The prior is no factor, so that one factor is the posterior itself.
    [Fact]
    public void Of_OneFactor_IsTheFactor()
    {
        using var scope = NewDisposeScope();
        var product = GaussianProduct.None([1], CPU, ScalarType.Float64).Times(
            GaussianProduct.Of(Factors((3, 0.5)), axis: 0));
        Assert.Equal((3.0, 0.5), (product.Mean.ToDouble(), product.Variance.ToDouble()));
    }

    [Fact]
    public void None_Always_IsTheStandardNormal()
    {
        using var scope = NewDisposeScope();
        var none = GaussianProduct.None([2], CPU, ScalarType.Float64);
        Assert.Equal([0.0, 0], none.Mean.data<double>().ToArray());
        Assert.Equal([1.0, 1], none.Variance.data<double>().ToArray());
        Assert.Equal(0, none.Divergence.ToDouble());
        Assert.Equal([0.3, -2], none.Sample(tensor(new[] { 0.3, -2 })).data<double>().ToArray());
    }

    // Of 1, 2 and 3 factors of precision 2 together, as of four.
    [Fact]
    public void Shared_AtMostSomeFactors_IsTheirMeanTimesTheirNumber()
    {
        using var scope = NewDisposeScope();
        var lanes = stack([.. new[] { 1, 2, 3 }.Select(count => cat([ones(count, 1), zeros(3 - count, 1)]))], 1);
        var product = GaussianProduct.Of(
            Factors((1, 0.5)).expand(3, 3, 2), axis: 0, lanes.to_type(ScalarType.Float64));
        Assert.Equal([2.0, 4, 6], product.Precision.data<double>().ToArray().Select(Rounded));
        Assert.Equal([12.0, 12, 12], product.Shared(0).AtMost(6).Precision.data<double>().ToArray().Select(Rounded));
        Assert.Equal([8.0, 8, 8], product.Shared(0).AtMost(4).Precision.data<double>().ToArray().Select(Rounded));
        Assert.Equal([1.0, 1, 1], product.Shared(0).AtMost(4).Mean.data<double>().ToArray().Select(Rounded));

        static double Rounded(double value) => Math.Round(value, 12);
    }

    // ∫ q log(q / p) on a grid, for q = N(3, 1/2) and p = N(0, 1)
    [Fact]
    public void Divergence_OfAProduct_IsThatFromTheStandardNormal()
    {
        using var scope = NewDisposeScope();
        var z = linspace(-5, 11, 160_001, ScalarType.Float64);
        var logQ = (z - 3).square() * -1 - (0.5 * Math.Log(Math.PI));
        var logP = z.square() * -0.5 - (0.5 * Math.Log(2 * Math.PI));
        var integral = (logQ.exp() * (logQ - logP)).sum().ToDouble() * 1e-4;
        Assert.Equal(integral, GaussianProduct.Of(Factors((3, 0.5)), axis: 0).Divergence.ToDouble(), 1e-8);
    }

    // Outputs of an encoder of these factors, [factors, 2]: the second is softplus⁻¹(σ²).
    private static Tensor Factors(params (double Mean, double Variance)[] factors) => stack(
        [.. factors.Select(one => tensor(new[] { one.Mean, Math.Log(Math.Exp(one.Variance) - 1) }))]);
}
