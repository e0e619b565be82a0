using System.Globalization;
using MetaRL.Evaluation.Statistics;

namespace MetaRL.Evaluation.Reports;

/// <summary>An <see cref="EqualTime"/> in words.</summary>
internal static class EqualTimeText
{
    public static string Of(EqualTime learnt) =>
        $"After {Duration(learnt.Seconds)}, which is what the quickest took in all: mean return on *training* tasks in"
        + " the last tenth of that time, and environment steps seen by then. Times are of the machine that trained,"
        + " with whatever else it did.";

    public static ComparisonTable Table(EqualTime learnt)
    {
        var decimals = NumberText.Decimals(
            learnt.Algorithms.SelectMany(one => (double?[])[one.Before, one.After]).OfType<double>());
        return new ComparisonTable(
            ["Algorithm", "Seeds", "Whole training", "Steps by then", "Return before", "Return after"],
            [
                .. learnt.Algorithms.Select(one => (string[])
                [
                    one.Name, one.Seeds.ToString(CultureInfo.InvariantCulture), Duration(one.TotalSeconds),
                    NumberText.Counts([(long)one.EnvSteps]), Return(one.Before), Return(one.After),
                ]),
            ]);

        string Return(double? value) => value is { } known ? NumberText.Fixed(known, decimals) : NumberText.Missing;
    }

    /// <summary>What <see cref="Until"/> shows.</summary>
    public const string UntilMeaning = "Time until the return in training is a share of the way from random actions to"
        + " the best return of each task, as `comparison.md` has it in environment steps: median over seeds, in"
        + " parentheses their range.";

    /// <summary>Time until shares of the gap; null where it is not known of any algorithm.</summary>
    public static ComparisonTable? Until(Comparison comparison)
    {
        AlgorithmSummary[] timed =
        [
            .. comparison.Algorithms.Where(one => one.Further.Efficiency.Any(share => share.Seconds is not null)),
        ];
        return timed.Length == 0
            ? null
            : new ComparisonTable(
                ["Algorithm", .. SampleEfficiency.Shares.Select(share => $"Until {NumberText.Percent(share)}")],
                [
                    .. timed.Select(one => (string[])
                    [
                        one.Name,
                        .. one.Further.Efficiency.Select(share => CensoredText.Of(share.Seconds!, Duration)),
                    ]),
                ]);
    }

    private static string Duration(double seconds) => seconds switch
    {
        < 1 => string.Create(CultureInfo.InvariantCulture, $"{seconds:G2} s"),
        < 120 => string.Create(CultureInfo.InvariantCulture, $"{seconds:0.#} s"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{seconds / 60:0.#} min"),
    };
}
