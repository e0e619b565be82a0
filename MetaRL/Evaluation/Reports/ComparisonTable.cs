using System.Globalization;
using MetaRL.Evaluation.Statistics;

namespace MetaRL.Evaluation.Reports;

/// <summary>The comparison as text: one row per algorithm. Column 0 is left-aligned, all others are numbers.</summary>
public sealed record ComparisonTable(IReadOnlyList<string> Columns, IReadOnlyList<IReadOnlyList<string>> Rows)
{
    /// <summary>Rounds shown when there are more than these: the first three, the middle and the last.</summary>
    private const int MostRounds = 6;

    internal static ComparisonTable Of(ComparisonReport report)
    {
        int[] rounds = Rounds(report.Protocol.Updates);
        int decimals = NumberText.Decimals(report.Algorithms.SelectMany(one => one.Returns).Select(one => one.Value));
        bool severalSeeds = report.Algorithms.Any(one => one.Seeds.Count > 1);
        string[] columns =
        [
            "Algorithm", "Seeds", "Tasks", "Training steps",
            .. rounds.Select(round => round == 0 ? "Return before" : $"After {AdaptationVerdict.Updates(round)}"),
            .. severalSeeds ? ["Per seed, adapted"] : (ReadOnlySpan<string>)[],
            "Adapts", "Share of gap", $"Worst {NumberText.Percent(report.Protocol.WorstShare)}", "Step size",
        ];
        return new ComparisonTable(columns, [.. report.Algorithms.Select(one => (string[])
        [
            one.Name,
            one.Seeds.Count.ToString(CultureInfo.InvariantCulture),
            report.Protocol.Tasks.ToString(CultureInfo.InvariantCulture),
            TrainingSteps(one),
            .. rounds.Select(round => round < one.Returns.Count
                ? NumberText.Interval(one.Returns[round], decimals)
                : NumberText.Missing),
            .. severalSeeds ? [PerSeed(one, decimals)] : (ReadOnlySpan<string>)[],
            Adapts(one.Adaptation),
            one.Share is { } share ? NumberText.Percent(share[^1]) : NumberText.Missing,
            NumberText.Interval(one.Worst, decimals),
            StepSizes(one),
        ])]);
    }

    /// <summary><c>1.6M</c>, or a range when the seeds differ; "–" for an agent that was not trained.</summary>
    internal static string TrainingSteps(AlgorithmReport one) =>
        one.TrainingEnvSteps.Max() == 0 ? NumberText.Missing : NumberText.Counts(one.TrainingEnvSteps);

    private static int[] Rounds(int updates) => updates < MostRounds
        ? [.. Enumerable.Range(0, updates + 1)]
        : [0, 1, 2, updates / 2, updates];

    private static string PerSeed(AlgorithmReport one, int decimals)
    {
        SeedSpread spread = one.ReturnsPerSeed[^1];
        return one.Seeds.Count == 1
            ? NumberText.Missing
            : $"{NumberText.Fixed(spread.Lowest, decimals)} to {NumberText.Fixed(spread.Highest, decimals)}";
    }

    private static string Adapts(AdaptationReport adaptation) => adaptation.Outcome switch
    {
        AdaptationOutcome.Adapts when adaptation.Change!.EverySeedAgrees => "yes",
        AdaptationOutcome.Adapts => "not every seed",
        AdaptationOutcome.BarelyAdapts => "BARELY",
        AdaptationOutcome.NoMeasurableChange => "NO",
        AdaptationOutcome.GetsWorse => "WORSE",
        AdaptationOutcome.TooFewTasks => "too few tasks",
        _ => NumberText.Missing,
    };

    private static string StepSizes(AlgorithmReport one)
    {
        string[] sizes = [.. one.StepSizes.OfType<double>().Distinct().Order()
            .Select(size => size.ToString("0.######", CultureInfo.InvariantCulture))];
        return sizes.Length == 0 ? NumberText.Missing : string.Join(", ", sizes);
    }
}
