using MetaRL.Evaluation.Statistics;
using Xunit;

namespace MetaRL.Tests.Evaluation;

public class ScoreStatisticsTests
{
    // scipy 1.10.1: mannwhitneyu(x[:, t], y[:, t], alternative='greater') / (2·3), averaged over the three tasks.
    [Fact]
    public void ProbabilityOfImprovement_UnequalSeedsWithTies_IsMeanMannWhitney() => Assert.Equal(
        0.5277777777777778,
        ProbabilityOfImprovement([[3, 1, 5], [4, 2, 5]], [[2, 2, 5], [3, 0.5, 9], [5, 1, 5]]),
        12);

    [Fact]
    public void ProbabilityOfImprovement_Itself_IsOneHalf() =>
        Assert.Equal(0.5, ProbabilityOfImprovement([[1, 2, 3]], [[1, 2, 3]]));

    [Fact]
    public void ProbabilityOfImprovement_HigherEverywhere_IsOne() =>
        Assert.Equal(1, ProbabilityOfImprovement([[2, 3, 4]], [[1, 2, 3]]));

    [Fact]
    public void ProbabilityOfImprovement_OtherTasks_Throws() =>
        Assert.Throws<ArgumentException>(() => ProbabilityOfImprovement([[1, 2]], [[1, 2, 3]]));

    [Fact]
    public void ShareOfGap_BetweenRandomAndOptimal_IsLinear() =>
        Assert.Equal([0, 0.75, -0.5], ScoreStatistics.ShareOfGap([-10, -2.5, -15], [-10, -10, -10], [0, 0, 0]));

    [Fact]
    public void ShareOfGap_NoGap_IsNotANumber() =>
        Assert.Equal(double.NaN, ScoreStatistics.ShareOfGap([1], [1], [1 + 1e-10])[0]);

    private static double ProbabilityOfImprovement(double[][] a, double[][] b) =>
        new RunTaskScores(ScoreStatistics.Differences(a, b)).ShareAboveZero();
}
