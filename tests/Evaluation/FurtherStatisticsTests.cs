using MetaRL.Evaluation.Measuring;
using MetaRL.Evaluation.Statistics;
using Xunit;

namespace MetaRL.Tests.Evaluation;

/// <summary>Closed forms of what stands beside the interquartile means.</summary>
public class FurtherStatisticsTests
{
    private static readonly double[] Start = [-8, -7, -6, -5, -4, -3, -2, -1];

    [Theory]
    [InlineData(2.0, 1.0, 2.0, 9.0)]
    [InlineData(2.5, 1.0, 2.0, 3.0, 40.0)]
    [InlineData(7.0, 7.0)]
    public void Median_Scores_IsTheMiddleOne(double expected, params double[] values) =>
        Assert.Equal(expected, new RunTaskScores([values]).Median());

    // Tasks drawn 3, 0, 1, 0 times: 1, 1, 1, 3.
    [Fact]
    public void Median_TasksDrawnAgain_CountsThemAgain() =>
        Assert.Equal(1, new RunTaskScores([[1, 2, 3, 4]]).Median([3, 0, 1, 0]));

    // Means over seeds are 5, 1 and 6; the six scores have their middle at 3.5.
    [Fact]
    public void Median_TwoSeeds_IsOfTheTasksMeans() => Assert.Equal(
        5,
        Further(Fixture.Result("maml", 0, [0, 0, 5.0]), Fixture.Result("maml", 1, [10, 2, 7.0]))
            .Aggregates.Median.Value);

    // (1 + 0.5 + 0 + 0) / 4: the score of 3 makes up for nothing.
    [Fact]
    public void OptimalityGap_ScoreAboveTheTarget_GivesNoCredit() =>
        Assert.Equal(0.375, new RunTaskScores([[0, 0.5, 1, 3]]).OptimalityGap(1));

    [Fact]
    public void OptimalityGap_ReferencesUnknown_IsNull() =>
        Assert.Null(Further(Fixture.Gaining("maml", 1)).Aggregates.OptimalityGap);

    [Theory]
    [InlineData(0, 0.75)]
    [InlineData(1, 0.5)]
    [InlineData(2.5, 0.25)]
    [InlineData(3, 0)]
    public void ShareAbove_ScoreAtTheThreshold_IsNotAbove(double threshold, double expected) =>
        Assert.Equal(expected, new RunTaskScores([[0, 1, 2, 3]]).ShareAbove(threshold));

    [Fact]
    public void ShareAbove_TasksDrawnAgain_CountsThemAgain() =>
        Assert.Equal(0.75, new RunTaskScores([[0, 1, 2, 3]]).ShareAbove(0.5, [1, 0, 3, 0]));

    // Shares are .2 to .9 of the gap from −10 to 0.
    [Fact]
    public void Profile_ReferencesKnown_IsOfShares() => Assert.Equal(
        0.5, Further(Fixture.Result("maml", 0, Start).WithReferences()).Profile.At(0.5)!.Value.Value);

    [Fact]
    public void Profile_OneAlgorithmWithoutReferences_IsOfReturnsForAll()
    {
        var both = Comparison.Of([Fixture.Gaining("maml", 1).WithReferences(), Fixture.Gaining("other", 2)]);
        Assert.All(both.Algorithms, one => Assert.Equal(ScoreScale.Return, one.Further.Profile.Scale));
    }

    [Fact]
    public void Profile_SeveralAlgorithms_ShareTheirThresholds()
    {
        var both = Comparison.Of([Fixture.Result("maml", 0, [0, 4.0]), Fixture.Result("other", 0, [1, 20.0])]);
        Assert.Equal(
            Enumerable.Range(0, 21).Select(step => (double)step), both.Algorithms[0].Further.Profile.Thresholds);
    }

    [Fact]
    public void Profile_EqualReturns_HasOneThreshold() =>
        Assert.Equal([3.0], Further(Fixture.Result("maml", 0, [3, 3.0])).Profile.Thresholds);

    // A line from 2 to 8 has its mean at 5, whatever the number of updates.
    [Theory]
    [InlineData(2.0, 8.0)]
    [InlineData(2.0, 5.0, 8.0)]
    [InlineData(2.0, 4.0, 6.0, 8.0)]
    public void Area_Line_IsItsMiddle(params double[] curve) =>
        Assert.Equal(
            5, Further(Fixture.Result("maml", 0, Array.ConvertAll(curve, x => new[] { x }))).Area!.Return.Value);

    // The areas of the middle four tasks are −4.5, −3.4, −2.6 and −1.5: −3 on average, seven tenths of the way from −10
    // to 0.
    [Fact]
    public void Area_ReferencesKnown_IsAlsoOfShares() => Assert.Equal(
        0.7, Further(Fixture.Gaining("maml", 3).WithReferences()).Area!.Share!.Value.Value, 12);

    // (0+6)/2, (6+6)/2 over two updates against (0+0)/2, (0+6)/2: the faster of two that end alike.
    [Fact]
    public void Area_FasterAgent_IsLarger() => Assert.Equal(
        (4.5, 1.5), (AdaptationArea.Trapezoids([0, 6, 6]), AdaptationArea.Trapezoids([0, 0, 6])));

    [Fact]
    public void Area_NoUpdate_IsNull() => Assert.Null(Further(Fixture.Result("oracle", 0, Start)).Area);

    // Mean returns of −4.5 and −1.5 below an optimum of 0.
    [Fact]
    public void Regret_OptimumKnown_IsTheMeanDistance()
    {
        var further = Further(Fixture.Gaining("maml", 3).WithReferences());
        Assert.Equal([4.5, 1.5], further.Regrets.Optimum!.PerRound.Select(regret => Math.Round(regret.Value, 12)));
    }

    [Fact]
    public void Regret_OptimumKnown_AddsUpOverRounds()
    {
        var further = Further(Fixture.Gaining("maml", 3).WithReferences());
        Assert.Equal([4.5, 6.0], further.Regrets.Optimum!.Cumulative.Select(regret => Math.Round(regret.Value, 12)));
    }

    // Mean returns 2 and 4 where 4 and 6 are expected.
    [Fact]
    public void Regret_BayesOptimumKnown_IsOfItsEpisodes()
    {
        var result = Fixture.Result("rl2", 0, [1, 3], [3, 5]) with { BayesReturns = [4, 6], BayesMost = 10 };
        Assert.Equal([2.0, 4.0], Further(result).Regrets.Bayes!.Cumulative.Select(regret => regret.Value));
    }

    [Fact]
    public void Regret_ReferencesUnknown_IsNull() =>
        Assert.Equal(new Regrets(null, null), Further(Fixture.Gaining("maml", 3)).Regrets);

    [Fact]
    public void Of_OneTaskOneSeedNoUpdate_HasIntervalsWithoutWidth() => Assert.Equal(
        new Estimate(5, 5, 5), Further(Fixture.Result("maml", 0, [5.0])).Aggregates.Median);

    private static FurtherStatistics Further(params EvaluationResult[] results) => Fixture.Summary(results).Further;
}
