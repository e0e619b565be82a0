using MetaRL.Evaluation.Reports;
using MetaRL.Evaluation.Statistics;
using Xunit;

namespace MetaRL.Tests.Evaluation;

public class NumberTextTests
{
    [Theory]
    [InlineData(-40.12, 1, "−40.1")]
    [InlineData(-0.04, 1, "0.0")]
    [InlineData(1234.5678, 0, "1235")]
    public void Fixed_Value_HasATrueMinus(double value, int decimals, string expected) =>
        Assert.Equal(expected, NumberText.Fixed(value, decimals));

    [Fact]
    public void IntervalWithSign_Gain_HasAPlus() =>
        Assert.Equal("+27.3 [25.1, 29.0]", NumberText.IntervalWithSign(new Estimate(27.31, 25.07, 29.04), 1));

    [Theory]
    [InlineData(40.1, 1)]
    [InlineData(-129.5, 1)]
    [InlineData(6.71, 2)]
    [InlineData(0.93, 3)]
    [InlineData(1234, 0)]
    [InlineData(0, 1)]
    public void Decimals_Largest_ShowsThreeFigures(double largest, int expected) =>
        Assert.Equal(expected, NumberText.Decimals(largest, 0));

    [Fact]
    public void Decimals_NarrowInterval_ShowsTwoFiguresOfItsHalfWidth() =>
        Assert.Equal(3, NumberText.Decimals(new Estimate(0.5, 0.48, 0.52), 1));

    [Theory]
    [InlineData(950, "950")]
    [InlineData(40_000, "40k")]
    [InlineData(1_600_000, "1.6M")]
    [InlineData(2_050_000_000, "2.05G")]
    [InlineData(4.254e37, "4.25E+37")]
    public void Count_Value_HasASuffix(double value, string expected) =>
        Assert.Equal(expected, NumberText.Count(value));
}
