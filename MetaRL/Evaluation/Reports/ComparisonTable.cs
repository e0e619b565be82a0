using System.Globalization;
using MetaRL.Environments.Tasks;
using MetaRL.Evaluation.Statistics;

namespace MetaRL.Evaluation.Reports;

/// <summary>The comparison as text: one row per algorithm. Column 0 is left-aligned, all others are numbers.</summary>
public sealed record ComparisonTable(IReadOnlyList<string> Columns, IReadOnlyList<IReadOnlyList<string>> Rows)
{
    /// <summary>Rounds shown when there are more than these: the first three, the middle and the last.</summary>
    private const int MostRounds = 6;

    public static ComparisonTable Of(Comparison comparison)
    {
        var rounds = Rounds(comparison.Protocol.Updates);
        var decimals = NumberText.Decimals(
            comparison.Algorithms.SelectMany(one => one.Rounds).Select(round => round.Return.Value));
        var severalSeeds = comparison.Algorithms.Any(one => one.Seeds.Count > 1);
        var bayes = comparison.Algorithms.Any(one => one.BayesShare is not null);
        string[] columns =
        [
            "Algorithm", "Seeds", "Tasks", "Training steps",
            .. rounds.Select(round => round == 0 ? "Return before" : $"After {AdaptationVerdict.Updates(round)}"),
            .. severalSeeds ? ["Per seed, adapted"] : (ReadOnlySpan<string>)[],
            "Adapts", "Share of gap",
            .. bayes ? [BayesTitle(comparison.Protocol.References.Bayes!)] : (ReadOnlySpan<string>)[],
            $"Worst {NumberText.Percent(comparison.Protocol.Settings.WorstShare)}",
            "Step size",
        ];
        return new ComparisonTable(columns, [.. comparison.Algorithms.Select(one => (string[])
        [
            one.Name,
            one.Seeds.Count.ToString(CultureInfo.InvariantCulture),
            comparison.Protocol.Tasks.Count.ToString(CultureInfo.InvariantCulture),
            TrainingSteps(one),
            .. rounds.Select(round => round < one.Rounds.Count
                ? NumberText.Interval(one.Rounds[round].Return, decimals)
                : NumberText.Missing),
            .. severalSeeds ? [PerSeed(one, decimals)] : (ReadOnlySpan<string>)[],
            Adapts(one.Adaptation),
            one.Rounds[^1].Share is { } share ? NumberText.Percent(share) : NumberText.Missing,
            .. bayes
                ? [one.BayesShare is { } ofBayes ? NumberText.Percent(ofBayes) : NumberText.Missing]
                : (ReadOnlySpan<string>)[],
            NumberText.Interval(one.Worst, decimals),
            StepSizes(one),
        ])]);
    }

    /// <summary>Title of the column of <see cref="AlgorithmSummary.BayesShare"/>.</summary>
    internal static string BayesTitle(BayesOptimum bayes) =>
        bayes.IsExact ? "Of Bayes optimum" : "Of best search known";

    /// <summary><c>1.6M</c>, or a range when the seeds differ; "–" for an agent that was not trained.</summary>
    internal static string TrainingSteps(AlgorithmSummary one)
    {
        long[] steps = [.. one.Seeds.Select(seed => seed.TrainingEnvSteps)];
        return steps.Max() == 0 ? NumberText.Missing : NumberText.Counts(steps);
    }

    private static int[] Rounds(int updates) => updates < MostRounds
        ? [.. Enumerable.Range(0, updates + 1)]
        : [0, 1, 2, updates / 2, updates];

    private static string PerSeed(AlgorithmSummary one, int decimals)
    {
        var spread = one.Rounds[^1].PerSeed;
        return one.Seeds.Count == 1
            ? NumberText.Missing
            : $"{NumberText.Fixed(spread.Lowest, decimals)} to {NumberText.Fixed(spread.Highest, decimals)}";
    }

    private static string Adapts(AdaptationSummary adaptation) => adaptation.Outcome switch
    {
        AdaptationOutcome.Adapts when adaptation.Change!.EverySeedAgrees => "yes",
        AdaptationOutcome.Adapts => "not every seed",
        AdaptationOutcome.BarelyAdapts => "BARELY",
        AdaptationOutcome.NoMeasurableChange => "NO",
        AdaptationOutcome.GetsWorse => "WORSE",
        AdaptationOutcome.TooFewTasks => "too few tasks",
        _ => NumberText.Missing,
    };

    private static string StepSizes(AlgorithmSummary one)
    {
        string[] sizes =
        [
            .. one.Seeds.Select(seed => seed.StepSize).OfType<double>().Distinct().Order()
                .Select(size => size.ToString("0.######", CultureInfo.InvariantCulture)),
        ];
        return sizes.Length == 0 ? NumberText.Missing : string.Join(", ", sizes);
    }
}
