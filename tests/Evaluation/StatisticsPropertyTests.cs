using FsCheck;
using FsCheck.Xunit;
using MetaRL.Evaluation.Statistics;
using Xunit;

namespace MetaRL.Tests.Evaluation;

/// <summary>What holds of every sample.</summary>
public class StatisticsPropertyTests
{
    private const double Rounding = 1e-12; // of the interpolation between replicates

    [Property]
    public void ShareAbove_HigherThreshold_IsNoLarger(NonEmptyArray<int> values, int threshold, PositiveInt step)
    {
        var scores = Scores(values);
        Assert.InRange(scores.ShareAbove((double)threshold + step.Get), 0, scores.ShareAbove(threshold));
    }

    [Property]
    public void ShareAbove_AnyThreshold_IsAShare(NonEmptyArray<int> values, int threshold) =>
        Assert.InRange(Scores(values).ShareAbove(threshold), 0, 1);

    [Property]
    public void Profile_AnyReturns_AndItsIntervalsNeverRise(NonEmptyArray<int> values)
    {
        var above = Summary(values).Further.Profile.Above;
        Assert.All(above.Skip(1).Zip(above), pair => Assert.True(
            pair.First.Value <= pair.Second.Value && pair.First.Low <= pair.Second.Low + Rounding
                && pair.First.High <= pair.Second.High + Rounding));
    }

    [Property]
    public void Median_AnyScores_HasHalfOfThemOnEitherSide(NonEmptyArray<int> values)
    {
        var median = Scores(values).Median();
        Assert.True(2 * values.Get.Count(value => value < median) <= values.Get.Length
            && 2 * values.Get.Count(value => value > median) <= values.Get.Length);
    }

    [Property]
    public void OptimalityGap_AnyScores_IsNotNegative(NonEmptyArray<int> values, int target) =>
        Assert.True(Scores(values).OptimalityGap(target) >= 0);

    [Property]
    public void OptimalityGap_NoneAboveTheTarget_IsTheDistanceOfTheMean(NonEmptyArray<int> values)
    {
        var target = values.Get.Max() + 1.0;
        Assert.Equal(target - Scores(values).Mean(), Scores(values).OptimalityGap(target), 6);
    }

    [Property]
    public void Regret_NoReturnAboveTheOptimum_IsNotNegative(NonEmptyArray<int> values, NonNegativeInt margin)
    {
        var result = Fixture.Result("maml", 0, Returns(values)) with
        {
            Optimal = [.. values.Get.Select(value => (double)value + margin.Get)],
        };
        Assert.True(Fixture.Summary(result).Further.Regrets.Optimum!.PerRound[0].Low >= 0);
    }

    [Property]
    public void Area_AnyCurve_LiesBetweenItsLowestAndHighestPoint(NonEmptyArray<int> later, int first)
    {
        double[] curve = [first, .. Returns(later)];
        Assert.InRange(AdaptationArea.Trapezoids(curve), curve.Min() - 1e-6, curve.Max() + 1e-6);
    }

    [Property]
    public void Adjust_AnyPValues_LowersNone(NonEmptyArray<byte> values) => Assert.All(
        HolmCorrection.Adjust(PValues(values)).Zip(PValues(values)),
        pair => Assert.InRange(pair.First, pair.Second, 1));

    [Property]
    public void Adjust_AnyPValues_KeepsTheirOrder(NonEmptyArray<byte> values)
    {
        var (pValues, adjusted) = (PValues(values), HolmCorrection.Adjust(PValues(values)));
        Array.Sort(pValues, adjusted);
        Assert.Equal(adjusted.Order(), adjusted);
    }

    [Property]
    public void PValue_SubjectAndOtherExchanged_IsTheSame(NonEmptyArray<int> values) => Assert.Equal(
        SignedRankTest.PValue(Returns(values), 3),
        SignedRankTest.PValue(Array.ConvertAll(Returns(values), value => -value), 3));

    [Property]
    public void PValue_AnyDifferences_IsAboveZeroAndAtMostOne(NonEmptyArray<int> values) =>
        Assert.InRange(SignedRankTest.PValue(Returns(values), 3), double.Epsilon, 1);

    [Property]
    public void CensoredMedian_AnySeeds_LiesInItsInterval(NonEmptyArray<int?> values)
    {
        var median = CensoredMedian.Of([.. values.Get.Select(value => (double?)value)]);
        Assert.True(Order(median.Low) <= Order(median.Median) && Order(median.Median) <= Order(median.High));

        static double Order(double? time) => time ?? double.PositiveInfinity;
    }

    private static RunTaskScores Scores(NonEmptyArray<int> values) => new([Returns(values)]);

    private static double[] Returns(NonEmptyArray<int> values) => Array.ConvertAll(values.Get, value => (double)value);

    private static double[] PValues(NonEmptyArray<byte> values) => Array.ConvertAll(values.Get, value => value / 255.0);

    private static AlgorithmSummary Summary(NonEmptyArray<int> values) => Comparison.Of(
        [Fixture.Result("maml", 0, Returns(values))],
        new() { Replicates = 50 }).Algorithms[0];
}
