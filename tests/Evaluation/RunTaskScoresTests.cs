using MetaRL.Evaluation.Statistics;
using Xunit;

namespace MetaRL.Tests.Evaluation;

/// <summary>
/// Expected values: scipy 1.10.1, <c>scipy.stats.trim_mean(x, 0.25)</c>, where no other source is named.
/// </summary>
public class RunTaskScoresTests
{
    [Theory]
    [InlineData(2.25, 3.0, -1.5, 7.25, 0.5, 12.0, -4.0, 2.0)]
    [InlineData(-18.833333333333332, -40.5, -11.25, -3.5, -80.0, -7.75, -2.0, -15.0, -33.0, -5.5, -90.25)]
    [InlineData(4.0, 1.0, 2.0, 9.0)]
    [InlineData(3.0, 1.0, 2.0, 4.0, 100.0)]
    [InlineData(-7.5, -7.5)]
    public void InterquartileMean_Sample_IsScipysTrimmedMean(double expected, params double[] values) =>
        Assert.Equal(expected, InterquartileMean(values), 12);

    [Fact]
    public void InterquartileMean_SeedsByTasks_PoolsAllScores() => Assert.Equal(
        1.9166666666666667,
        new RunTaskScores([[1, 5, 2.5, -3], [0, 8, 2, -1], [4, 6.5, 2, -2]]).InterquartileMean(),
        12);

    [Fact]
    public void InterquartileMean_EqualValues_IsThatValueExactly() =>
        Assert.Equal(0.1, InterquartileMean([0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1]));

    // Tasks drawn 2, 0, 1, 1 times: 10, 10, 30, 40; the cut takes one from each end.
    [Fact]
    public void InterquartileMean_TasksDrawnAgain_CountsThemAgain() =>
        Assert.Equal(20, new RunTaskScores([[10, 20, 30, 40]]).InterquartileMean([2, 0, 1, 1]));

    [Fact]
    public void WorstMean_TenthOfTwenty_IsMeanOfTheTwoWorst() =>
        Assert.Equal(1.5, WorstMean([.. Enumerable.Range(1, 20).Select(value => (double)value)], 0.1), 12);

    // 0.1 · 15 = 1.5 scores: the worst, and half of the second: (1 + 0.5·2) / 1.5.
    [Fact]
    public void WorstMean_FractionOfAScore_CountsByItsFraction() => Assert.Equal(
        4.0 / 3, WorstMean([.. Enumerable.Range(1, 15).Select(value => (double)value)], 0.1), 12);

    [Fact]
    public void WorstMean_FewerThanOneScore_IsTheWorst() => Assert.Equal(-2, WorstMean([5, -2, 3], 0.1));

    [Fact]
    public void WorstMean_ShareAboveOne_Throws() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => WorstMean([1, 2], 1.5));

    [Fact]
    public void Constructor_NaN_Throws() =>
        Assert.Throws<ArgumentException>(() => new RunTaskScores([[1, double.NaN]]));

    private static double InterquartileMean(double[] values) => new RunTaskScores([values]).InterquartileMean();

    private static double WorstMean(double[] values, double share) => new RunTaskScores([values]).WorstMean(share);
}
