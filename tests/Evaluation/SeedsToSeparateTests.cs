using MetaRL.Evaluation.Measuring;
using MetaRL.Evaluation.Statistics;
using Xunit;

namespace MetaRL.Tests.Evaluation;

public class SeedsToSeparateTests
{
    private static readonly double[] Tasks = [-8, -7, -6, -5, -4, -3, -2, -1];

    // Cohen 1988, table 2.4.1, as corrected for the noncentral t: 64 in each group for d = 0.5, 394 for d = 0.2.
    [Theory]
    [InlineData(0.5, 64)]
    [InlineData(0.2, 394)]
    public void Of_CohensEffect_IsHisSampleSize(double effect, int seeds) => Assert.Equal(
        seeds, SeedsToSeparate.Of(effect, variance: 2, taskError: 0, level: 0.05).Seeds);

    [Fact]
    public void Of_NegativeDifference_TakesAsMany() =>
        Assert.Equal(64, SeedsToSeparate.Of(-0.5, variance: 2, taskError: 0, level: 0.05).Seeds);

    // Scores of the seeds differ by 2 within each algorithm and by 10 between them: s² = 2 and 2, no error by tasks.
    [Fact]
    public void Of_SpreadBetweenSeeds_IsThatOfTheirScores() => Assert.Equal(
        SeedsToSeparate.Of(10, variance: 4, taskError: 0, level: 0.05),
        Between([Shifted("maml", 0, 9), Shifted("maml", 1, 11), Shifted("other", 0, 1), Shifted("other", 1, -1)]));

    [Fact]
    public void Of_NoSpread_IsTwo() => Assert.Equal(
        new SeedsToSeparate(SeedsOutcome.Known, 2),
        Between([Shifted("maml", 0, 9), Shifted("maml", 1, 9), Shifted("other", 0, 1), Shifted("other", 1, 1)]));

    // A difference of 1 with an error of 0.6 by the draw of tasks: below 2.8 errors no number of seeds has 80 %.
    [Fact]
    public void Of_TasksThatTellTooLittle_IsOutOfReach() => Assert.Equal(
        new SeedsToSeparate(SeedsOutcome.OutOfReach, null),
        SeedsToSeparate.Of(1, variance: 0.01, taskError: 0.6, level: 0.05));

    // Every seed alike, but the difference is 10 on five tasks and −10 on three: which tasks were drawn decides.
    [Fact]
    public void Of_DifferenceThatDependsOnTheTask_TakesMoreTasks()
    {
        double[] mixed = [.. Tasks.Select((task, index) => task + (index < 5 ? 10 : -10))];
        Assert.Equal(
            new SeedsToSeparate(SeedsOutcome.OutOfReach, null),
            Between(
            [
                Fixture.Result("maml", 0, mixed), Fixture.Result("maml", 1, mixed), Shifted("other", 0, 0),
                Shifted("other", 1, 0),
            ]));
    }

    [Fact]
    public void Of_EqualReturns_HasNoDifference() => Assert.Equal(
        new SeedsToSeparate(SeedsOutcome.NoDifference, null),
        Between([Shifted("maml", 0, 1), Shifted("maml", 1, 1), Shifted("other", 0, 1), Shifted("other", 1, 1)]));

    [Fact]
    public void Of_OneSeed_IsNotKnown() => Assert.Equal(
        new SeedsToSeparate(SeedsOutcome.OneSeed, null),
        Between([Shifted("maml", 0, 9), Shifted("maml", 1, 11), Shifted("other", 0, 1)]));

    [Fact]
    public void Quantile_TenDegreesOfFreedom_IsThatOfTheTables() =>
        Assert.Equal(2.228, StudentT.Quantile(0.975, 10), 3);

    [Fact]
    public void Cumulative_OddDegreesOfFreedom_Throws() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => StudentT.Cumulative(1, 3));

    private static EvaluationResult Shifted(string algorithm, int seed, double shift) =>
        Fixture.Result(algorithm, seed, [.. Tasks.Select(task => task + shift)]);

    private static SeedsToSeparate Between(EvaluationResult[] results) => Comparison.Of(results).Pairs[0].SeedsNeeded;
}
