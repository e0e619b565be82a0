using static MetaRL.Evaluation.NumberText;

namespace MetaRL.Evaluation;

/// <summary>Words for which of two algorithms is better once adapted.</summary>
internal static class DuelVerdict
{
    public static Verdict Of(DuelReport duel) => duel.Outcome switch
    {
        DuelOutcome.TooFewTasks => new Verdict(
            $"Too few tasks to tell {duel.Subject.Name} from {duel.Other.Name}",
            $"{duel.Difference.Tasks} of the {PairedDifference.FewestTasks} that a verdict needs; {Difference(duel)}"),
        DuelOutcome.Better => new Verdict(
            $"{duel.Subject.Name} beats {duel.Other.Name} {After(duel)}{Seeds(duel)}", Details(duel)),
        DuelOutcome.Worse => new Verdict(
            $"{duel.Subject.Name} is worse than {duel.Other.Name} {After(duel)}{Seeds(duel)}", Details(duel)),
        _ => new Verdict(
            $"No measurable difference between {duel.Subject.Name} and {duel.Other.Name} {After(duel)}", Details(duel)),
    };

    private static string After(DuelReport duel) => (duel.Subject.Updates, duel.Other.Updates) switch
    {
        (0, 0) => "without any update",
        var (own, others) when own == others => $"after {AdaptationVerdict.Updates(own)}",
        var (own, others) => $"(after {AdaptationVerdict.Updates(own)} against {others})",
    };

    private static string Details(DuelReport duel) =>
        $"{Difference(duel)} (probability of improvement {Interval(duel.ProbabilityOfImprovement, 2)})" +
        PairedWords.Tasks(duel.Difference) + PairedWords.Spread(duel.Difference, Decimals(duel)) +
        PairedWords.Minority(duel.Difference, Decimals(duel)) + Overlap(duel);

    private static string Difference(DuelReport duel) =>
        $"{IntervalWithSign(duel.Difference.Typical, Decimals(duel))} return";

    private static string Seeds(DuelReport duel) => PairedWords.Seeds(duel.Difference);

    private static int Decimals(DuelReport duel) => NumberText.Decimals(
        duel.Difference.Typical, NumberText.Decimals(duel.Subject.Adapted.Value, duel.Other.Adapted.Value));

    private static string Overlap(DuelReport duel) => (duel.IntervalsOverlap, duel.Outcome) switch
    {
        (true, DuelOutcome.Better or DuelOutcome.Worse) =>
            "; the intervals of the two returns overlap, but task by task the difference is real",
        (true, _) => "; the intervals of the two returns overlap",
        _ => "; the intervals of the two returns do not overlap",
    };
}
