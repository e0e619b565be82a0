using MetaRL.Agents.Policies;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace MetaRL.Tests.Agents;

public sealed class SquashedGaussianTests
{
    private static SquashedGaussian One => new(tensor(0.4).view(1), tensor(Math.Log(0.7)).view(1));

    [Fact]
    public void LogProb_OverAllActions_IntegratesToOne()
    {
        using var scope = NewDisposeScope();
        const int Cells = 200_000;
        var a = (arange(Cells, ScalarType.Float64) + 0.5) * (2.0 / Cells) - 1;
        var density = One.LogProb(a.atanh().unsqueeze(-1)).exp();
        Assert.Equal(1, density.mean().ToDouble() * 2, 1e-6);
    }

    // A density of a is that of u over |da/du|, here by differences.
    [Theory]
    [InlineData(-2.0)]
    [InlineData(0.1)]
    [InlineData(1.5)]
    public void LogProb_Always_IsTheChangeOfVariables(double u)
    {
        using var scope = NewDisposeScope();
        var slope = (Math.Tanh(u + 1e-5) - Math.Tanh(u - 1e-5)) / 2e-5;
        var ofU = -(Math.Pow((u - 0.4) / 0.7, 2) / 2) - Math.Log(0.7) - (Math.Log(2 * Math.PI) / 2);
        Assert.Equal(ofU - Math.Log(slope), One.LogProb(tensor(u).view(1)).ToDouble(), 1e-8);
    }

    // 1 − tanh²(30) = 4 e⁻⁶⁰, which is 0 in 64-bit floats if it is computed so.
    [Theory]
    [InlineData(30.0)]
    [InlineData(-30.0)]
    public void LogProb_WhereTheActionRoundsToItsBound_IsStillExact(double u)
    {
        using var scope = NewDisposeScope();
        var one = new SquashedGaussian(tensor(u).view(1), zeros(1, ScalarType.Float64));
        var expected = -(Math.Log(2 * Math.PI) / 2) - (Math.Log(4) - 60);
        Assert.Equal(expected, one.LogProb(tensor(u).view(1)).ToDouble(), 1e-10);
    }

    [Fact]
    public void LogProb_OfTwoComponents_IsTheirSum()
    {
        using var scope = NewDisposeScope();
        var (mean, logStd) = (tensor(new[] { 0.1, -0.3 }), tensor(new[] { -0.5, 0.2 }));
        var u = tensor(new[] { 0.7, -1.1 });
        double Of(int k) => new SquashedGaussian(mean[k].view(1), logStd[k].view(1)).LogProb(u[k].view(1)).ToDouble();
        Assert.Equal(Of(0) + Of(1), new SquashedGaussian(mean, logStd).LogProb(u).ToDouble(), 1e-12);
    }
}
