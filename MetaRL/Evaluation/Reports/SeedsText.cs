using System.Globalization;
using MetaRL.Evaluation.Statistics;

namespace MetaRL.Evaluation.Reports;

/// <summary>In words, how many seeds would find the differences seen.</summary>
public static class SeedsText
{
    /// <summary>One sentence on all comparisons; null where there is none.</summary>
    public static string? Of(IReadOnlyList<PairwiseComparison> pairs)
    {
        if (pairs.Count == 0)
        {
            return null;
        }

        var answers = pairs.GroupBy(Seeds).Select(group =>
            $"{string.Join(", ", group.Select(pair => pair.Other.Name))}: {group.Key}");
        var (power, level) = (NumberText.Percent(SeedsToSeparate.Power), NumberText.Percent(pairs[0].Test.Level));
        return $"Training seeds of {pairs[0].Subject.Name} and of each other that would find a difference of the size"
            + $" seen (power {power} at the level {level}), at the spread between seeds seen:"
            + $" {string.Join("; ", answers)}.";
    }

    private static string Seeds(PairwiseComparison pair) => pair.SeedsNeeded switch
    {
        { Outcome: SeedsOutcome.Known, Seeds: { } seeds } => seeds.ToString(CultureInfo.InvariantCulture),
        { Outcome: SeedsOutcome.OneSeed } => "not known from one seed",
        { Outcome: SeedsOutcome.NoDifference } => "no difference to find",
        _ => string.Create(CultureInfo.InvariantCulture, $"more than {SeedsToSeparate.Most:N0}, or more tasks"),
    };
}
