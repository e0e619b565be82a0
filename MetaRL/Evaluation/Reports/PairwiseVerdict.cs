using MetaRL.Evaluation.Statistics;
using static MetaRL.Evaluation.Reports.NumberText;

namespace MetaRL.Evaluation.Reports;

/// <summary>Words for which of two algorithms is better once adapted.</summary>
public static class PairwiseVerdict
{
    public static Verdict Of(PairwiseComparison pair) => pair.Outcome switch
    {
        PairwiseOutcome.TooFewTasks => new Verdict(
            $"Too few tasks to tell {pair.Subject.Name} from {pair.Other.Name}",
            $"{pair.Difference.Tasks} of the {PairedDifference.FewestTasks} that a verdict needs; {Difference(pair)}"),
        PairwiseOutcome.Better => new Verdict(
            $"{pair.Subject.Name} beats {pair.Other.Name} {After(pair)}{Doubts(pair)}", Details(pair)),
        PairwiseOutcome.Worse => new Verdict(
            $"{pair.Subject.Name} is worse than {pair.Other.Name} {After(pair)}{Doubts(pair)}", Details(pair)),
        _ => new Verdict(
            $"No measurable difference between {pair.Subject.Name} and {pair.Other.Name} {After(pair)}", Details(pair)),
    };

    private static string After(PairwiseComparison pair) => (pair.Subject.Updates, pair.Other.Updates) switch
    {
        (0, 0) => "without any update",
        var (own, others) when own == others => $"after {AdaptationVerdict.Updates(own)}",
        var (own, others) => $"(after {AdaptationVerdict.Updates(own)} against {others})",
    };

    private static string Details(PairwiseComparison pair) =>
        $"{Difference(pair)} (probability of improvement {Interval(pair.ProbabilityOfImprovement, 2)};"
        + $" {Test(pair.Test)})"
        + PairedWords.Tasks(pair.Difference) + PairedWords.Spread(pair.Difference, Decimals(pair))
        + PairedWords.Minority(pair.Difference, Decimals(pair)) + Overlap(pair);

    private static string Difference(PairwiseComparison pair) =>
        $"{IntervalWithSign(pair.Difference.Typical, Decimals(pair))} return";

    /// <summary>Belongs into the headline: a difference that does not stand everywhere.</summary>
    private static string Doubts(PairwiseComparison pair)
    {
        string[] doubts =
        [
            .. pair.Difference.EverySeedAgrees ? (ReadOnlySpan<string>)[] : ["not with every seed"],
            .. pair.Test switch
            {
                { Stands: true } => (ReadOnlySpan<string>)[],
                { PValue: var p, Level: var level } when p > level => ["not by the signed-rank test"],
                var test => [$"not once corrected for {test.Comparisons} comparisons"],
            },
        ];
        return doubts.Length == 0 ? "" : $", but {string.Join(" and ", doubts)}";
    }

    private static string Test(CorrectedTest test)
    {
        var relation = test.PValue < 0.001 ? "" : "= ";
        var corrected = test.Comparisons == 1
            ? ""
            : $", corrected for {test.Comparisons} comparisons {Probability(test.Adjusted)}";
        return $"p {relation}{Probability(test.PValue)}{corrected}";
    }

    private static int Decimals(PairwiseComparison pair) => NumberText.Decimals(
        pair.Difference.Typical, NumberText.Decimals(pair.Subject.Adapted.Value, pair.Other.Adapted.Value));

    private static string Overlap(PairwiseComparison pair) => (pair.IntervalsOverlap, pair.Outcome) switch
    {
        (true, PairwiseOutcome.Better or PairwiseOutcome.Worse)
            when pair.Test.Stands && pair.Difference.EverySeedAgrees =>
            "; the intervals of the two returns overlap, but task by task the difference is real",
        (true, _) => "; the intervals of the two returns overlap",
        _ => "; the intervals of the two returns do not overlap",
    };
}
