using MetaRL.Evaluation.Measuring;
using MetaRL.Evaluation.Statistics;
using Xunit;

namespace MetaRL.Tests.Evaluation;

/// <summary>Random actions at −10, the optimum at 0: half of the way is −5, nine tenths are −1.</summary>
public class SampleEfficiencyTests
{
    [Fact]
    public void EnvSteps_OneSeed_AreThoseOfTheFirstIterationThatReachesIt() =>
        Assert.Equal(200, Half(Curve(-9, -5, -4)).EnvSteps.Median);

    [Fact]
    public void EnvSteps_OneSeed_HaveNoInterval() => Assert.Equal(0, Half(Curve(-9, -5, -4)).EnvSteps.Coverage);

    [Fact]
    public void EnvSteps_NotReached_AreUnknown() => Assert.Equal(
        new CensoredMedian(1, 0, null, null, null, 0), Half(Curve(-9, -8, -7)).EnvSteps);

    [Fact]
    public void EnvSteps_OneOfThreeSeedsNotReached_AreOpenAbove() => Assert.Equal(
        new CensoredMedian(3, 2, 300, 100, null, 0.75),
        Half(Curve(-5, -5, -5), Curve(-9, -9, -5), Curve(-9, -9, -9)).EnvSteps);

    [Fact]
    public void EnvSteps_TwoOfThreeSeedsNotReached_HaveNoMedian() => Assert.Equal(
        new CensoredMedian(3, 1, null, 100, null, 0.75),
        Half(Curve(-5, -5, -5), Curve(-9, -9, -9), Curve(-9, -9, -9)).EnvSteps);

    [Fact]
    public void Of_TwoShares_AreInOrder() => Assert.Equal(
        [-5, -1], Efficiency([Curve(-9)], Fixture.Gaining("maml", 1).WithReferences()).Select(one => one.Return));

    // Curves are means over tasks: the optimum of one task of eight is 80, so the mean is 10 and half of the way is 0.
    [Fact]
    public void Of_OptimaThatDiffer_TakesTheirMean() => Assert.Equal(
        0,
        Efficiency(
            [Curve(-9)], Fixture.Gaining("maml", 1).WithReferences() with { Optimal = [80, 0, 0, 0, 0, 0, 0, 0] })[0]
            .Return);

    // Of 100 iterations the mean is over five: 0, 0, 0, −10, −10 after ninety-eight of −10 is not yet half of the way.
    [Theory]
    [InlineData(3, 2)]
    [InlineData(2, null)]
    public void FirstReaching_NoisyIterations_AreAveraged(int high, int? reached)
    {
        double[] returns = [.. Enumerable.Range(0, 100).Select(at => at >= 10 && at < 10 + high ? 0.0 : -10)];
        Assert.Equal(reached is { } later ? 10 + later : null, SampleEfficiency.FirstReaching(-5, returns));
    }

    [Fact]
    public void FirstReaching_ReturnsNotMeasured_AreLeftOut() =>
        Assert.Equal(2, SampleEfficiency.FirstReaching(-5, [-9, double.NaN, -4]));

    [Fact]
    public void Seconds_Known_AreThoseOfTheSameIteration() =>
        Assert.Equal(7, Half(Curve(-9, -5, -4) with { Seconds = [3, 7, 9] }).Seconds!.Median);

    [Fact]
    public void Seconds_Unknown_AreNull() => Assert.Null(Half(Curve(-9, -5, -4)).Seconds);

    [Theory]
    [InlineData("train", 2)]
    [InlineData("test", 2)]
    [InlineData("extrapolation", 0)]
    public void Of_TasksUnlikeThoseOfTraining_IsUnknown(string split, int shares) => Assert.Equal(
        shares,
        Efficiency([Curve(-5)], Fixture.Gaining("maml", 1).WithReferences() with { Split = split }).Count);

    [Fact]
    public void Of_OptimumUnknown_IsUnknown() => Assert.Empty(Efficiency([Curve(-5)], Fixture.Gaining("maml", 1)));

    [Fact]
    public void Of_NoCurve_IsUnknown() => Assert.Empty(
        Efficiency([LearningSeries.None("maml")], Fixture.Gaining("maml", 1).WithReferences()));

    [Fact]
    public void Of_CurveOfAnotherAlgorithm_IsUnknown() => Assert.Empty(
        Efficiency([Curve(-5) with { Name = "other" }], Fixture.Gaining("maml", 1).WithReferences()));

    [Fact]
    public void CensoredMedian_NaN_Throws() =>
        Assert.Throws<ArgumentException>(() => CensoredMedian.Of([1, double.NaN]));

    private static SampleEfficiency Half(params LearningSeries[] curves) =>
        Efficiency(curves, Fixture.Gaining("maml", 1).WithReferences())[0];

    private static IReadOnlyList<SampleEfficiency> Efficiency(LearningSeries[] curves, EvaluationResult result) =>
        Comparison.Of([result], learning: curves).Algorithms[0].Further.Efficiency;

    private static LearningSeries Curve(params double[] after) => new(
        "maml", [.. after.Select((_, at) => 100.0 * (at + 1))], after, after);
}
