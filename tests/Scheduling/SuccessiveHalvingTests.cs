using MetaRL.Scheduling;
using Xunit;

namespace MetaRL.Tests.Scheduling;

public sealed class SuccessiveHalvingTests
{
    [Fact]
    public void Rungs_PowersOfTheRatio_AreTheTableOfHyperband() => Assert.Equal(
        // Li et al. 2018, table 1, bracket s = 4: n = 81, r = 1; 27, 3; 9, 9; 3, 27; 1, 81
        [new(81, 1), new(27, 3), new(9, 9), new(3, 27), new(1, 81)],
        SuccessiveHalving.Rungs(81, 81, ratio: 3, leastIterations: 1));

    [Fact]
    public void Rungs_OtherNumbers_AreRoundedUpToIterationsAndDownToArms() => Assert.Equal(
        [new(20, 34), new(6, 100), new(2, 300)], SuccessiveHalving.Rungs(20, 300, ratio: 3, leastIterations: 1));

    [Fact]
    public void Rungs_LeastIterations_LeavesOutShorterOnes() => Assert.Equal(
        [new(20, 100), new(6, 300)], SuccessiveHalving.Rungs(20, 300, ratio: 3, leastIterations: 50));

    [Theory]
    [InlineData(1, 300)]
    [InlineData(2, 300)]
    public void Rungs_FewerArmsThanTheRatio_AreAllTrainedToTheEnd(int arms, int iterations) =>
        Assert.Equal([new Rung(arms, iterations)], SuccessiveHalving.Rungs(arms, iterations, 3, 1));

    [Fact]
    public void Rungs_OneIteration_IsOneRung() =>
        Assert.Equal([new Rung(9, 1)], SuccessiveHalving.Rungs(9, 1, ratio: 3, leastIterations: 1));

    [Theory]
    [InlineData(1000, 1_000_000_000, 2)]
    [InlineData(37, 11, 2)]
    [InlineData(5, 7, 4)]
    [InlineData(int.MaxValue, int.MaxValue, int.MaxValue)]
    public void Rungs_Any_GoOnLongerWithFewer(int arms, int iterations, int ratio)
    {
        var rungs = SuccessiveHalving.Rungs(arms, iterations, ratio, leastIterations: 1);
        Assert.Equal(arms, rungs[0].Arms);
        Assert.Equal(iterations, rungs[^1].Iterations);
        Assert.All(rungs.Zip(rungs.Skip(1)), pair =>
        {
            Assert.True(pair.First.Iterations < pair.Second.Iterations);
            Assert.True(pair.First.Arms > pair.Second.Arms && pair.Second.Arms >= 1);
        });
    }
}
