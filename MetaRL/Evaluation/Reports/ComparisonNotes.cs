using MetaRL.Evaluation.Measuring;

namespace MetaRL.Evaluation.Reports;

/// <summary>What a reader must know before believing the table.</summary>
internal static class ComparisonNotes
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

    public static IReadOnlyList<string> Of(EvaluationProtocol protocol, IReadOnlyList<AlgorithmReport> algorithms) =>
        [.. Subject(algorithms[0]), .. Headroom(protocol, algorithms), .. Seeds(algorithms), .. Budgets(algorithms), .. Searches(algorithms), .. Gaps(protocol, algorithms)];

    private static IEnumerable<string> Subject(AlgorithmReport subject)
    {
        if (subject.Adaptation.AdaptsNothing)
        {
            yield return $"{subject.Verdict.Headline}. Whatever it scores below, it does not score it by adapting.";
        }
    }

    // Only of those that take inner steps: an agent that takes none may have been told the task, or have learnt it within the episode.
    private static IEnumerable<string> Headroom(EvaluationProtocol protocol, IReadOnlyList<AlgorithmReport> algorithms)
    {
        AlgorithmReport? best = algorithms.Where(TakesSteps).MaxBy(one => one.Share![0].Low);
        if (best?.Share is { } share && share[0].Low >= Saturated)
        {
            string end = protocol.Optimum == OptimumKind.Exact ? "the optimum" : "what specialists of each task reach";
            yield return $"Adapting can bring little here: before any update, {best.Name} is already" +
                $" {NumberText.Percent(share[0])} of the way from random actions to {end}.";
        }
    }

    private static IEnumerable<string> Seeds(IReadOnlyList<AlgorithmReport> algorithms)
    {
        AlgorithmReport[] trained = [.. algorithms.Where(one => one.TrainingEnvSteps.Max() > 0)];
        string[] single = [.. trained.Where(one => one.Seeds.Count == 1).Select(one => one.Name)];
        if (single.Length > 0)
        {
            string who = single.Length == trained.Length ? "" : $" of {string.Join(", ", single)}";
            yield return $"One training seed{who}: another seed may give a result outside these intervals.";
        }
    }

    private static IEnumerable<string> Budgets(IReadOnlyList<AlgorithmReport> algorithms)
    {
        AlgorithmReport[] trained = [.. algorithms.Where(one => one.TrainingEnvSteps.Max() > 0)];
        if (trained.Length > 1 && trained.Max(Largest) > (1 + EqualBudget) * trained.Min(Smallest))
        {
            yield return "Training budgets differ: " + string.Join(", ", trained.Select(one =>
                $"{one.Name} saw {ComparisonTable.TrainingSteps(one)}")) + " environment steps.";
        }
    }

    private static IEnumerable<string> Searches(IReadOnlyList<AlgorithmReport> algorithms)
    {
        AlgorithmReport[] searched = [.. algorithms.Where(one => one.SearchEnvSteps.Max() > 0)];
        if (searched.Length > 0)
        {
            yield return "The search for step sizes took further environment steps of every seed: " +
                $"{string.Join(", ", searched.Select(one => $"{one.Name} {NumberText.Counts(one.SearchEnvSteps)}"))}.";
        }
    }

    private static IEnumerable<string> Gaps(EvaluationProtocol protocol, IReadOnlyList<AlgorithmReport> algorithms)
    {
        int without = algorithms.Max(one => one.TasksWithoutGap);
        if (without > 0)
        {
            yield return $"{without} of {protocol.Tasks} tasks are left out of the share of gap:" +
                " their optimum is not above random actions.";
        }
    }

    private static bool TakesSteps(AlgorithmReport one) => one is { Updates: > 0, Share: not null } && one.StepSizes.Any(size => size is not null);

    private static double Largest(AlgorithmReport one) => one.TrainingEnvSteps.Max();

    private static double Smallest(AlgorithmReport one) => one.TrainingEnvSteps.Min();
}
