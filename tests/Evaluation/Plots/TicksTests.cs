using MetaRL.Evaluation.Plots;
using Xunit;

namespace MetaRL.Tests.Evaluation.Plots;

public class TicksTests
{
    [Theory]
    [InlineData(-41, 2, "−40 −30 −20 −10 0")]
    [InlineData(0, 1, "0 0.2 0.4 0.6 0.8 1.0")]
    [InlineData(0, 1_650_000, "0 0.2M 0.4M 0.6M 0.8M 1.0M 1.2M 1.4M 1.6M")]
    [InlineData(20_000, 80_000, "20k 30k 40k 50k 60k 70k 80k")]
    [InlineData(-0.0031, 0.0026, "−0.003 −0.002 −0.001 0 0.001 0.002")]
    [InlineData(0, 5e-9, "0 1e−9 2e−9 3e−9 4e−9 5e−9")]
    [InlineData(0, 6e15, "0 1e15 2e15 3e15 4e15 5e15 6e15")]
    public void Of_Range_IsNiceAndLabelled(double low, double high, string expected) =>
        Assert.Equal(expected, string.Join(' ', Ticks.Of(low, high, 6).Select(tick => tick.Label)));

    [Fact]
    public void Of_WholeNumbers_HasNoFractions() =>
        Assert.Equal(["0", "1"], Ticks.Of(-0.03, 1.03, 7, wholeNumbers: true).Select(tick => tick.Label));
}
