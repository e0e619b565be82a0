using MetaRL.Evaluation.Measuring;
using MetaRL.Evaluation.Statistics;

namespace MetaRL.Evaluation.Reports;

/// <summary>A second table: what stands beside the interquartile means, and what its columns mean.</summary>
/// <param name="Table">One row per algorithm.</param>
/// <param name="Legend">One sentence per kind of column.</param>
public sealed record FurtherTable(ComparisonTable Table, IReadOnlyList<string> Legend)
{
    /// <summary>Shares of the gap at which the profile is shown.</summary>
    private static readonly double[] ProfileShares = [0.5, 0.9];

    /// <summary>Columns that no algorithm has are left out, with what they mean.</summary>
    public static FurtherTable Of(Comparison comparison)
    {
        Column[] columns =
        [
            .. Columns(comparison).Where(column => comparison.Algorithms.Any(one => column.Cell(one) is not null)),
        ];
        return new FurtherTable(
            new ComparisonTable(
                ["Algorithm", .. columns.Select(column => column.Title)],
                [
                    .. comparison.Algorithms.Select(one => (string[])
                        [one.Name, .. columns.Select(column => column.Cell(one) ?? NumberText.Missing)]),
                ]),
            [.. columns.Select(column => column.Meaning).OfType<string>()]);
    }

    private static IEnumerable<Column> Columns(Comparison comparison)
    {
        var decimals = NumberText.Decimals(
            comparison.Algorithms.SelectMany(one => one.Rounds).Select(round => round.Return.Value));
        return
        [
            .. Aggregates(decimals), .. Profiles(),
            new Column(
                "Area under curve",
                "*Area under curve*: mean height of the adaptation curve from before to after the last update, by"
                + " trapezoids; the faster of two agents that end alike has the larger.",
                one => Interval(one.Further.Area?.Return, decimals)),
            .. Regrets(comparison.Protocol.References, decimals), .. Training(),
        ];
    }

    private static IEnumerable<Column> Aggregates(int decimals) =>
    [
        new Column(
            "Median",
            "*Median*: return of the task in the middle, each averaged over seeds.",
            one => Interval(one.Further.Aggregates.Median, decimals)),
        new Column(
            "Median share",
            "*Median share*: the same of the shares of the gap from random to best.",
            one => Percent(one.Further.Aggregates.MedianShare)),
        new Column(
            "Optimality gap",
            "*Optimality gap*: mean share of that gap that is left, where a task above its best return makes up for no"
            + " other.",
            one => Percent(one.Further.Aggregates.OptimalityGap)),
    ];

    private static IEnumerable<Column> Profiles() => ProfileShares.Select((share, index) => new Column(
        $"Above {NumberText.Percent(share)}",
        index > 0 ? null : $"*Above {NumberText.Percent(share)}*: part of the (seed, task) that get further than that"
            + " share of the gap; `comparison.json` has the whole profile.",
        one => one.Further.Profile is { Scale: ScoreScale.ShareOfGap } profile ? Percent(profile.At(share)) : null));

    private static IEnumerable<Column> Regrets(ReferenceReturns references, int decimals)
    {
        var best = references.Optimum == OptimumKind.Exact ? "the optimum" : "its specialist";
        yield return new Column(
            "Regret, last",
            $"*Regret*: mean return that is lost against {best} of each task, in the last round and summed over all.",
            one => Interval(one.Further.Regrets.Optimum?.PerRound[^1], decimals));
        yield return new Column(
            "Regret, all", null, one => Interval(one.Further.Regrets.Optimum?.Cumulative[^1], decimals));
        var bayes = references.Bayes is { IsExact: false } ? "Regret to best search" : "Bayes regret";
        yield return new Column(
            bayes,
            $"*{bayes}*: the same over all rounds against the best agent that is not told the task"
            + (references.Bayes is { IsExact: false } ? "; against the optimum it is at least that." : "."),
            one => Interval(one.Further.Regrets.Bayes?.Cumulative[^1], decimals));
    }

    private static IEnumerable<Column> Training() => SampleEfficiency.Shares.Select((share, index) => new Column(
        $"Steps to {NumberText.Percent(share)}",
        index > 0 ? null : $"*Steps to {NumberText.Percent(share)}*: environment steps until the return in training,"
            + " after adaptation where the algorithm adapts in training, is that share of the way from random to best,"
            + " in the mean over a twentieth of the iterations; the median over seeds, in parentheses their range: of"
            + " two, three or five seeds it covers the median of all possible ones with a probability of 50 %, 75 % or"
            + " 94 %.",
        one => one.Further.Efficiency is { Count: > 0 } known
            ? CensoredText.Of(known[index].EnvSteps, NumberText.Count) : null));

    private static string? Interval(Estimate? value, int decimals) =>
        value is { } known ? NumberText.Interval(known, decimals) : null;

    private static string? Percent(Estimate? value) => value is { } known ? NumberText.Percent(known) : null;

    /// <summary>A column; its meaning is null where an earlier one has said it.</summary>
    private sealed record Column(string Title, string? Meaning, Func<AlgorithmSummary, string?> Cell);
}
