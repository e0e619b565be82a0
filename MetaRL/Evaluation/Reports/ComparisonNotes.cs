using MetaRL.Evaluation.Measuring;
using MetaRL.Evaluation.Statistics;

namespace MetaRL.Evaluation.Reports;

/// <summary>What a reader must know before believing the table: one sentence each.</summary>
public static class ComparisonNotes
{
    /// <summary>
    /// Training budgets may differ by this part, a last unfinished iteration, before it is worth a note.
    /// </summary>
    private const double EqualBudget = 0.01;

    /// <summary>
    /// Where an agent covers so much of the way to the optimum before it has learnt anything of the task, adapting can
    /// bring little; a convention of this project.
    /// </summary>
    private const double Saturated = 0.9;

    public static IReadOnlyList<string> Of(Comparison comparison)
    {
        var (protocol, algorithms) = (comparison.Protocol, comparison.Algorithms);
        AlgorithmSummary[] trained = [.. algorithms.Where(one => LongestTraining(one) > 0)];
        return
        [
            .. Subject(algorithms[0]), .. Headroom(protocol.References.Optimum, algorithms),
            .. Seeds(algorithms, trained), .. Budgets(trained), .. Searches(algorithms),
            .. Gaps(protocol.Tasks.Count, algorithms),
        ];
    }

    private static IEnumerable<string> Subject(AlgorithmSummary subject)
    {
        if (subject.Adaptation.AdaptsNothing)
        {
            yield return $"{AdaptationVerdict.Of(subject).Headline}."
                + " Whatever it scores below, it does not score it by adapting.";
        }
    }

    // Only of those that take inner steps: an agent that takes none may have been told the task, or have learnt it
    // within the episode.
    private static IEnumerable<string> Headroom(OptimumKind optimum, IReadOnlyList<AlgorithmSummary> algorithms)
    {
        var best = algorithms.Where(TakesSteps).MaxBy(one => one.Rounds[0].Share?.Low);
        if (best?.Rounds[0].Share is { Low: >= Saturated } share)
        {
            var end = optimum == OptimumKind.Exact ? "the optimum" : "what specialists of each task reach";
            yield return $"Adapting can bring little here: before any update, {best.Name} is already"
                + $" {NumberText.Percent(share)} of the way from random actions to {end}.";
        }
    }

    private static IEnumerable<string> Seeds(IReadOnlyList<AlgorithmSummary> algorithms, AlgorithmSummary[] trained)
    {
        string[] single = [.. trained.Where(one => one.Seeds.Count == 1).Select(one => one.Name)];
        if (single.Length > 0)
        {
            var who = single.Length == trained.Length ? "" : $" of {string.Join(", ", single)}";
            yield return $"One training seed{who}: another seed may give a result outside these intervals.";
        }
    }

    private static IEnumerable<string> Budgets(AlgorithmSummary[] trained)
    {
        if (trained.Length > 1 && trained.Max(LongestTraining) > (1 + EqualBudget) * trained.Min(ShortestTraining))
        {
            var budgets = trained.Select(one => $"{one.Name} saw {ComparisonTable.TrainingSteps(one)}");
            yield return $"Training budgets differ: {string.Join(", ", budgets)} environment steps.";
        }
    }

    private static IEnumerable<string> Searches(IReadOnlyList<AlgorithmSummary> algorithms)
    {
        string[] searches =
        [
            .. from one in algorithms
               let steps = one.Seeds.Select(seed => seed.SearchEnvSteps).ToArray()
               where steps.Max() > 0
               select $"{one.Name} {NumberText.Counts(steps)}",
        ];
        if (searches.Length > 0)
        {
            yield return "The search for step sizes took further environment steps of every seed: "
                + $"{string.Join(", ", searches)}.";
        }
    }

    private static IEnumerable<string> Gaps(int tasks, IReadOnlyList<AlgorithmSummary> algorithms)
    {
        var without = algorithms.Max(one => one.TasksWithoutGap);
        if (without > 0)
        {
            yield return $"{without} of {tasks} tasks are left out of the share of gap:"
                + " their optimum is not above what the random actions that were tried earned.";
        }
    }

    private static bool TakesSteps(AlgorithmSummary one) =>
        one.Updates > 0 && one.Rounds[0].Share is not null && one.Seeds.Any(seed => seed.StepSize is not null);

    private static double LongestTraining(AlgorithmSummary one) => one.Seeds.Max(seed => seed.TrainingEnvSteps);

    private static double ShortestTraining(AlgorithmSummary one) => one.Seeds.Min(seed => seed.TrainingEnvSteps);
}
