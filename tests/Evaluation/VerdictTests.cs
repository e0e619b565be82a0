using MetaRL.Evaluation.Measuring;
using MetaRL.Evaluation.Reports;
using MetaRL.Evaluation.Statistics;
using Xunit;

namespace MetaRL.Tests.Evaluation;

public class VerdictTests
{
    private static readonly double[] Start = [-8, -7, -6, -5, -4, -3, -2, -1];

    [Fact]
    public void Adaptation_Gains_AdaptsAndSaysByHowMuch() => Assert.Matches(
        @"^maml adapts: \+3\.0+ \[2\.9\d*, 3\.\d+\] return in 1 update \(from −4\.50 to −1\.5\d\);"
        + " higher on 8 of 8 tasks$",
        Words(Fixture.Gaining("maml", 3)));

    [Fact]
    public void Adaptation_GainsInTheFirstOfTwo_SaysWhen() => Assert.Contains(
        "in 2 updates (from −4.50 to 0.50), most of it in update 1 (80 %)",
        Words(Fixture.Result("maml", 0, Start, [.. Start.Select(x => x + 4)], [.. Start.Select(x => x + 5)])),
        StringComparison.Ordinal);

    [Fact]
    public void Adaptation_GainsAndLosesAgain_NamesTheBestRound() => Assert.Contains(
        "; it is best after 1 update (−0.50) and loses after that",
        Words(Fixture.Result("maml", 0, Start, [.. Start.Select(x => x + 4)], [.. Start.Select(x => x + 1)])),
        StringComparison.Ordinal);

    [Fact]
    public void Adaptation_NoisyWithoutGain_DoesNotMeasurablyAdapt() => Assert.StartsWith(
        "multi-task does not measurably adapt: ", Words(Fixture.Gaining("multi-task", 0)), StringComparison.Ordinal);

    [Fact]
    public void Adaptation_EqualReturns_DoesNotAdaptAtAll() => Assert.Equal(
        "maml does not adapt at all: the return is the same on every task before and after 1 update (−4.50)",
        Words(Fixture.Result("maml", 0, Start, Start)));

    // A part in 10⁷ is what summing in single precision leaves.
    [Fact]
    public void Adaptation_RoundingOnly_DoesNotAdaptAtAll() => Assert.StartsWith(
        "maml does not adapt at all: ",
        Words(Fixture.Result("maml", 0, Start, [.. Start.Select(x => x + 1e-7)])), StringComparison.Ordinal);

    [Fact]
    public void Adaptation_Loses_GetsWorse()
    {
        var summary = Fixture.Summary(Fixture.Gaining("maml", -2));
        Assert.Equal(
            ("maml gets worse by adapting", AdaptationOutcome.GetsWorse),
            (AdaptationVerdict.Of(summary).Headline, summary.Adaptation.Outcome));
    }

    // 0.4 of the 4.5 that are left to the optimum is 9 %; 0.2 is 4 %.
    [Theory]
    [InlineData(0.4, "maml adapts")]
    [InlineData(0.2, "maml barely adapts")]
    public void Adaptation_SmallPartOfTheGap_BarelyAdapts(double gain, string headline)
    {
        var result = Fixture.Result("maml", 0, Start, [.. Start.Select(x => x + gain)]).WithReferences();
        Assert.Equal(headline, AdaptationVerdict.Of(Fixture.Summary(result)).Headline);
    }

    [Fact]
    public void Adaptation_ReferencesKnown_SaysTheShare() => Assert.Contains(
        "55 % to 85 % of the way from random to optimal",
        Words(Fixture.Gaining("maml", 3).WithReferences()), StringComparison.Ordinal);

    [Fact]
    public void Adaptation_OneSeedLoses_SaysSoInTheHeadline() => Assert.Equal(
        "maml adapts, but not with every seed",
        AdaptationVerdict.Of(Fixture.Summary(
            Fixture.Gaining("maml", 5, 0), Fixture.Gaining("maml", 6, 1), Fixture.Gaining("maml", -1, 2))).Headline);

    // Sparse reward: two tasks of eight are solved. The middle half sees nothing, the mean does.
    [Fact]
    public void Adaptation_MinorityGains_SaysSo() => Assert.Contains(
        "; but a minority of tasks moves the mean by +",
        Words(Fixture.Result("maml", 0, new double[16], [5, 6, 7, 5, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0])),
        StringComparison.Ordinal);

    [Fact]
    public void Adaptation_NoUpdate_HasNothingToJudge() => Assert.Equal(
        "oracle makes no update: nothing to judge; its return is −4.50", Words(Fixture.Result("oracle", 0, Start)));

    [Fact]
    public void Adaptation_OneTask_HasTooFewToTell() => Assert.StartsWith(
        "maml has too few tasks to tell whether it adapts: 1 of the 6 that a verdict needs; +3.00 [3.00, 3.00] return",
        Words(Fixture.Result("maml", 0, [1.0], [4.0])), StringComparison.Ordinal);

    [Fact]
    public void Pair_HigherOnEveryTask_Beats() => Assert.Matches(
        @"^maml beats multi-task after 1 update: \+3\.0+ \[3\.0+, 3\.0+\] return"
        + @" \(probability of improvement 1\.00 \[1\.00, 1\.00\]; p = 0\.0078\); higher on 8 of 8 tasks;"
        + " the intervals of the two returns .*$",
        Words(Fixture.Gaining("maml", 3), Fixture.Gaining("multi-task", 0)));

    [Fact]
    public void Pair_LowerOnEveryTask_IsWorse() => Assert.StartsWith(
        "maml is worse than multi-task after 1 update: −2.00 [",
        Words(Fixture.Gaining("maml", 1), Fixture.Gaining("multi-task", 3)), StringComparison.Ordinal);

    [Fact]
    public void Pair_EqualReturns_HasNoMeasurableDifference() => Assert.Equal(
        "No measurable difference between maml and multi-task after 1 update: +0.00 [0.00, 0.00] return"
        + " (probability of improvement 0.50 [0.50, 0.50]; p = 1); higher on 0 of 8 tasks, equal on 8;"
        + " the intervals of the two returns overlap",
        Words(Fixture.Gaining("maml", 1), Fixture.Gaining("multi-task", 1)));

    // Tasks differ by 7, the algorithms by 0.5 on each: the intervals of the returns overlap, the difference is real.
    [Fact]
    public void Pair_SmallDifferenceOnEveryTask_IsRealThoughIntervalsOverlap() => Assert.EndsWith(
        "; the intervals of the two returns overlap, but task by task the difference is real",
        Words(Fixture.Gaining("maml", 1.5), Fixture.Gaining("multi-task", 1)), StringComparison.Ordinal);

    [Fact]
    public void Pair_OtherNumbersOfUpdates_SaysBoth() => Assert.StartsWith(
        "maml beats scratch (after 1 update against 0): ",
        Words(Fixture.Gaining("maml", 3), Fixture.Result("scratch", 0, Start)), StringComparison.Ordinal);

    [Fact]
    public void Pair_FiveTasks_HasTooFewToTell() => Assert.StartsWith(
        "Too few tasks to tell maml from multi-task: 5 of the 6 that a verdict needs; +1.00 [1.00, 1.00] return",
        Words(Fixture.Result("maml", 0, [2, 3, 4, 5, 6]), Fixture.Result("multi-task", 0, [1, 2, 3, 4, 5])),
        StringComparison.Ordinal);

    // Six tasks of one sign have p = 2/64, of three comparisons 6/64.
    [Fact]
    public void Pair_DifferenceThatCorrectionTakesAway_SaysSoInTheHeadline() => Assert.StartsWith(
        "maml beats other without any update, but not once corrected for 3 comparisons: +1.00 [1.00, 1.00] return"
        + " (probability of improvement 1.00 [1.00, 1.00]; p = 0.031, corrected for 3 comparisons 0.094); higher",
        FirstOfThree(), StringComparison.Ordinal);

    [Fact]
    public void Pair_DifferenceThatCorrectionTakesAway_IsNotCalledReal() => Assert.EndsWith(
        "; the intervals of the two returns overlap", FirstOfThree(), StringComparison.Ordinal);

    // Five tasks of six are better by 3 and one is worse by 1, the smallest: p = 4/64.
    [Fact]
    public void Pair_DifferenceThatTheTestDoesNotFind_SaysSoInTheHeadline() => Assert.StartsWith(
        "maml beats other without any update, but not by the signed-rank test: ",
        Words(Fixture.Result("maml", 0, [3, 3, 3, 3, 3, -1.0]), Fixture.Result("other", 0, new double[6])),
        StringComparison.Ordinal);

    [Fact]
    public void Pair_NeitherEverySeedNorTheTest_SaysBoth() => Assert.StartsWith(
        "maml beats other without any update, but not with every seed and not by the signed-rank test: ",
        PairwiseVerdict.Of(Comparison.Of(
        [
            Fixture.Result("maml", 0, [6, 6, 6, 6, 6, -2.0]), Fixture.Result("maml", 1, [6, 6, 6, 6, 6, 0.0]),
            Fixture.Result("maml", 2, [-3, -3, -3, -3, -3, -1.0]), Fixture.Result("other", 0, new double[6]),
        ]).Pairs[0]).ToString(),
        StringComparison.Ordinal);

    private static string FirstOfThree() => PairwiseVerdict.Of(Comparison.Of(
    [
        Fixture.Result("maml", 0, [2, 3, 4, 5, 6, 7.0]), Fixture.Result("other", 0, [1, 2, 3, 4, 5, 6.0]),
        Fixture.Result("third", 0, [2, 3, 4, 5, 6, 7.0]), Fixture.Result("fourth", 0, [2, 3, 4, 5, 6, 7.0]),
    ]).Pairs[0]).ToString();

    private static string Words(EvaluationResult result) => AdaptationVerdict.Of(Fixture.Summary(result)).ToString();

    private static string Words(EvaluationResult subject, EvaluationResult other) =>
        PairwiseVerdict.Of(Comparison.Of([subject, other]).Pairs[0]).ToString();
}
