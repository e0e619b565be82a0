using MetaRL.Evaluation.Statistics;
using static MetaRL.Evaluation.Reports.NumberText;

namespace MetaRL.Evaluation.Reports;

/// <summary>Words for whether an agent adapts. Agents that do not must be impossible to miss.</summary>
internal static class AdaptationVerdict
{
    public static Verdict Of(AlgorithmReport algorithm)
    {
        string name = algorithm.Name;
        AdaptationReport adaptation = algorithm.Adaptation;
        return adaptation.Change is not { } change
            ? new Verdict($"{name} makes no update", $"nothing to judge; its return is {Return(algorithm, 0)}")
            : adaptation.Outcome switch
            {
                AdaptationOutcome.TooFewTasks => new Verdict(
                    $"{name} has too few tasks to tell whether it adapts",
                    $"{change.Tasks} of the {PairedDifference.FewestTasks} that a verdict needs;" +
                    $" {Change(algorithm, change, "after")}"),
                AdaptationOutcome.Adapts => new Verdict(
                    $"{name} adapts{PairedWords.Seeds(change)}", Details(algorithm, change, "in")),
                AdaptationOutcome.BarelyAdapts => new Verdict(
                    $"{name} barely adapts{PairedWords.Seeds(change)}", Details(algorithm, change, "in")),
                AdaptationOutcome.GetsWorse => new Verdict(
                    $"{name} gets worse by adapting{PairedWords.Seeds(change)}", Details(algorithm, change, "in")),
                _ when change.TasksEqual == change.Tasks => new Verdict(
                    $"{name} does not adapt at all",
                    $"the return is the same on every task before and after {Updates(algorithm.Updates)}" +
                    $" ({Return(algorithm, 0)})"),
                _ => new Verdict($"{name} does not measurably adapt", Details(algorithm, change, "after")),
            };
    }

    /// <summary><c>1 update</c>, <c>3 updates</c>.</summary>
    public static string Updates(int updates) => updates == 1 ? "1 update" : $"{updates} updates";

    private static string Return(AlgorithmReport algorithm, int round) =>
        Fixed(algorithm.Returns[round].Value, Decimals(algorithm));

    private static int Decimals(AlgorithmReport algorithm) =>
        NumberText.Decimals(algorithm.Returns[0].Value, algorithm.Adapted.Value);

    private static string Details(AlgorithmReport algorithm, PairedDifference change, string preposition)
    {
        int decimals = NumberText.Decimals(change.Typical, Decimals(algorithm));
        return Change(algorithm, change, preposition) + When(algorithm, change) + PairedWords.Tasks(change)
            + PairedWords.Spread(change, decimals) + PairedWords.Minority(change, decimals);
    }

    private static string Change(AlgorithmReport algorithm, PairedDifference change, string preposition)
    {
        string share = algorithm.Share is { } shares
            ? $", {Percent(shares[0].Value)} to {Percent(shares[^1].Value)} of the way from random to optimal"
            : "";
        return $"{IntervalWithSign(change.Typical, NumberText.Decimals(change.Typical, Decimals(algorithm)))} return" +
            $" {preposition} {Updates(algorithm.Updates)}" +
            $" (from {Return(algorithm, 0)} to {Return(algorithm, algorithm.Updates)}{share})";
    }

    /// <summary>
    /// The update that brought most, or the peak that later updates destroy: a step size that is too large.
    /// </summary>
    private static string When(AlgorithmReport algorithm, PairedDifference change)
    {
        IReadOnlyList<double> gains = algorithm.Adaptation.Gains;
        int peak = Enumerable.Range(0, gains.Count).MaxBy(round => gains[round]);
        return peak > 0 && gains[peak] > Math.Max(change.Typical.High, 0)
            ? $"; it is best after {Updates(peak)} ({Return(algorithm, peak)}) and loses after that"
            : algorithm switch
            {
                { Updates: 1 } or { Adaptation.MainUpdate: null } => "",
                { Adaptation.MainShare: > 0.995 } => $", all of it in update {algorithm.Adaptation.MainUpdate}",
                { Adaptation.MainShare: > 0.5 } => $", most of it in update {algorithm.Adaptation.MainUpdate}" +
                    $" ({Percent(algorithm.Adaptation.MainShare!.Value)})",
                _ => $", spread over the updates (the largest part in update {algorithm.Adaptation.MainUpdate}," +
                    $" {Percent(algorithm.Adaptation.MainShare!.Value)})",
            };
    }
}
