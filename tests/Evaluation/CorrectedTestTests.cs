using MetaRL.Environments.Tasks;
using MetaRL.Evaluation.Statistics;
using Xunit;

namespace MetaRL.Tests.Evaluation;

public class CorrectedTestTests
{
    // By hand: .005·4, .01·3, .03·2, and .04·1 raised to the one before it.
    [Fact]
    public void Adjust_FourTests_IsTheTextbookExample() => Assert.Equal(
        [0.03, 0.06, 0.06, 0.02],
        HolmCorrection.Adjust([0.01, 0.04, 0.03, 0.005]).Select(adjusted => Math.Round(adjusted, 12)));

    [Fact]
    public void Adjust_OneTest_ChangesNothing() => Assert.Equal([0.04], HolmCorrection.Adjust([0.04]));

    [Fact]
    public void Adjust_LargePValues_StopAtOne() => Assert.Equal([1.0, 1.0], HolmCorrection.Adjust([0.7, 0.9]));

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(-0.1)]
    [InlineData(1.1)]
    public void Adjust_NoProbability_Throws(double p) =>
        Assert.Throws<ArgumentException>(() => HolmCorrection.Adjust([0.5, p]));

    // Of 2⁶ patterns of signs only all and none are as far.
    [Fact]
    public void PValue_SixTasksOfOneSign_IsThatOfTheSignTest() =>
        Assert.Equal(2.0 / 64, SignedRankTest.PValue([1, 2, 3, 4, 5, 6], 0));

    // Wilcoxon's table: 8 is the largest rank sum of ten that is significant at 5 %, with p = 2 · 25/1024.
    [Fact]
    public void PValue_TenTasksWithRankSumEight_IsThatOfTheTable() =>
        Assert.Equal(50.0 / 1024, SignedRankTest.PValue([1, 2, -3, 4, -5, 6, 7, 8, 9, 10], 0), 12);

    [Fact]
    public void PValue_EqualReturns_IsOne() => Assert.Equal(1, SignedRankTest.PValue([0, 0, 0, 0, 0, 0], 0));

    // Ten tasks gain 0.1 and eleven lose it: ranks are equal, and what single precision adds must not order them.
    [Fact]
    public void PValue_SizesEqualButForRounding_AreTied()
    {
        double[] exact = [.. Enumerable.Range(0, 21).Select(task => task < 10 ? 0.1 : -0.1)];
        double[] rounded = [.. exact.Select((difference, task) => difference + (task * 1e-9))];
        Assert.Equal(1, SignedRankTest.PValue(exact, 0));
        Assert.Equal(1, SignedRankTest.PValue(rounded, 0, resolution: 1e-6));
        Assert.InRange(SignedRankTest.PValue(rounded, 0), 0, 0.1);
    }

    [Fact]
    public void PValue_OneTask_IsOne() => Assert.Equal(1, SignedRankTest.PValue([3], 0));

    // 2·2⁻³⁰⁰: every pattern counts, none is drawn.
    [Fact]
    public void PValue_ThreeHundredTasksOfOneSign_IsExact() =>
        Assert.Equal(Math.Pow(2, -299), SignedRankTest.PValue([.. Enumerable.Repeat(1.0, 300)], 0));

    // Of 9,999 drawn patterns none is all or none.
    [Fact]
    public void PValue_MoreTasksOfOneSign_CountsTheDifferencesAtHand() =>
        Assert.Equal(1e-4, SignedRankTest.PValue([.. Enumerable.Repeat(1.0, 301)], 0));

    // 0.5 ± 1.5 %, three standard errors of 9,999 draws: the exact p of 300 tasks, and the draws of the same and a task
    // that says little more.
    [Fact]
    public void PValue_DrawnPatterns_IsNearTheExactOne()
    {
        var differences = Uniform(new SplitMix64(1), 300);
        var exact = SignedRankTest.PValue(differences, 0);
        Assert.InRange(SignedRankTest.PValue([.. differences, 1e-9], 0), exact - 0.015, exact + 0.015);
    }

    [Fact]
    public void PValue_SameSeedTwice_IsTheSame() => Assert.Equal(Drawn(seed: 5), Drawn(seed: 5));

    [Fact]
    public void PValue_OtherSeed_IsAnother() => Assert.NotEqual(Drawn(seed: 5), Drawn(seed: 6));

    // Where nothing differs: 4.9 % by the table, ± 3 standard errors of 1,000 tests.
    [Fact]
    public void PValue_DifferencesAroundZero_IsBelowFivePercentAsOftenAsItClaims()
    {
        var random = new SplitMix64(8);
        var rejected = Enumerable.Range(0, 1000).Count(_ => SignedRankTest.PValue(Uniform(random, 10), 0) <= 0.05);
        Assert.InRange(rejected / 1000.0, 0.028, 0.070);
    }

    // Means over seeds are 1 on six tasks, but the differences of single seeds are not all above 0.
    [Fact]
    public void Family_SeveralSeeds_TestsTheMeansOfTasks()
    {
        var rows = new PairedRows([[3, -1, 3, -1, 3, -1], [-1, 3, -1, 3, -1, 3]], Resolution: 0);
        Assert.Equal(2.0 / 64, CorrectedTest.Family([rows], new ComparisonSettings())[0].PValue);
    }

    [Fact]
    public void Family_TwoComparisons_AreCorrectedTogether()
    {
        PairedRows one = new([[1, 2, 3, 4, 5, 6]], Resolution: 0), other = new([[0, 0, 0, 0, 0, 0]], Resolution: 0);
        Assert.Equal(
            [new CorrectedTest(2.0 / 64, 4.0 / 64, 2, 0.05), new CorrectedTest(1, 1, 2, 0.05)],
            CorrectedTest.Family([one, other], new ComparisonSettings()));
    }

    private static double Drawn(ulong seed) => SignedRankTest.PValue(Uniform(new SplitMix64(1), 400), seed);

    private static double[] Uniform(SplitMix64 random, int count) =>
        [.. Enumerable.Range(0, count).Select(_ => ((random.Next() >> 11) / (double)(1UL << 53)) - 0.5)];
}
