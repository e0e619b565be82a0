using MetaRL.Evaluation.Statistics;
using static MetaRL.Evaluation.Reports.NumberText;

namespace MetaRL.Evaluation.Reports;

/// <summary>Words for whether an agent adapts. Agents that do not must be impossible to miss.</summary>
public static class AdaptationVerdict
{
    public static Verdict Of(AlgorithmSummary algorithm)
    {
        var name = algorithm.Name;
        if (algorithm.Adaptation.Change is not { } change)
        {
            return new Verdict($"{name} makes no update", $"nothing to judge; its return is {Return(algorithm, 0)}");
        }

        return algorithm.Adaptation.Outcome switch
        {
            AdaptationOutcome.TooFewTasks => new Verdict(
                $"{name} has too few tasks to tell whether it adapts",
                $"{change.Tasks} of the {PairedDifference.FewestTasks} that a verdict needs;"
                + $" {Change(algorithm, change, "after")}"),
            AdaptationOutcome.Adapts => new Verdict(
                $"{name} adapts{PairedWords.Seeds(change)}", Details(algorithm, change, "in")),
            AdaptationOutcome.BarelyAdapts => new Verdict(
                $"{name} barely adapts{PairedWords.Seeds(change)}", Details(algorithm, change, "in")),
            AdaptationOutcome.GetsWorse => new Verdict(
                $"{name} gets worse by adapting{PairedWords.Seeds(change)}", Details(algorithm, change, "in")),
            _ when change.TasksEqual == change.Tasks => new Verdict(
                $"{name} does not adapt at all",
                $"the return is the same on every task before and after {Updates(algorithm.Updates)}"
                + $" ({Return(algorithm, 0)})"),
            _ => new Verdict($"{name} does not measurably adapt", Details(algorithm, change, "after")),
        };
    }

    /// <summary><c>1 update</c>, <c>3 updates</c>.</summary>
    internal static string Updates(int updates) => updates == 1 ? "1 update" : $"{updates} updates";

    private static string Return(AlgorithmSummary algorithm, int round) =>
        Fixed(algorithm.Rounds[round].Return.Value, Decimals(algorithm));

    private static int Decimals(AlgorithmSummary algorithm) =>
        NumberText.Decimals(algorithm.Rounds[0].Return.Value, algorithm.Adapted.Value);

    private static string Details(AlgorithmSummary algorithm, PairedDifference change, string preposition)
    {
        var decimals = NumberText.Decimals(change.Typical, Decimals(algorithm));
        return Change(algorithm, change, preposition) + When(algorithm, change) + PairedWords.Tasks(change)
            + PairedWords.Spread(change, decimals) + PairedWords.Minority(change, decimals);
    }

    private static string Change(AlgorithmSummary algorithm, PairedDifference change, string preposition)
    {
        var share = (algorithm.Rounds[0].Share, algorithm.Rounds[^1].Share) is ({ } before, { } after)
            ? $", {Percent(before.Value)} to {Percent(after.Value)} of the way from random to optimal"
            : "";
        return $"{IntervalWithSign(change.Typical, NumberText.Decimals(change.Typical, Decimals(algorithm)))} return"
            + $" {preposition} {Updates(algorithm.Updates)}"
            + $" (from {Return(algorithm, 0)} to {Return(algorithm, algorithm.Updates)}{share})";
    }

    /// <summary>
    /// The update that brought most, or the peak that later updates destroy: a step size that is too large.
    /// </summary>
    private static string When(AlgorithmSummary algorithm, PairedDifference change)
    {
        var (gains, update) = (algorithm.Adaptation.Gains, algorithm.Adaptation.MainUpdate);
        var peak = Enumerable.Range(0, gains.Count).MaxBy(round => gains[round]);
        if (peak > 0 && gains[peak] > Math.Max(change.Typical.High, 0))
        {
            return $"; it is best after {Updates(peak)} ({Return(algorithm, peak)}) and loses after that";
        }

        if (algorithm.Updates == 1 || algorithm.Adaptation.MainShare is not { } share)
        {
            return "";
        }

        return share switch
        {
            > 0.995 => $", all of it in update {update}",
            > 0.5 => $", most of it in update {update} ({Percent(share)})",
            _ => $", spread over the updates (the largest part in update {update}, {Percent(share)})",
        };
    }
}
