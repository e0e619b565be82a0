using MetaRL.Evaluation.Measuring;

namespace MetaRL.Evaluation.Statistics;

/// <summary>The rules under which results may stand in one table.</summary>
internal static class Comparability
{
    /// <exception cref="EvaluationFormatException">A result is malformed in itself.</exception>
    /// <exception cref="IncomparableException">Two results differ in what must be equal.</exception>
    public static void Require(IReadOnlyList<EvaluationResult> results)
    {
        if (results.Count == 0)
        {
            throw new IncomparableException("There is no evaluation result to compare.");
        }

        var first = results[0].Verified();
        foreach (var result in results.Skip(1))
        {
            _ = result.Verified();
            RequireEqual(first, result, "family", one => one.Family);
            RequireEqual(first, result, "split", one => one.Split);
            RequireEqual(first, result, "task hash", one => one.TaskHash);
            RequireEqual(first, result, "tasks", one => one.Tasks);
            RequireEqual(first, result, "horizon", one => one.Horizon);
            RequireEqual(first, result, "adaptation to single environments", one => one.SingleLane);
            RequireEqual(first, result, "environments per task", one => one.EnvsPerTask);
            RequireEqual(first, result, "optimum", one => one.Optimum);
        }

        foreach (var runs in results.GroupBy(result => (result.Experiment, result.Algorithm)))
        {
            RequireOneAlgorithm([.. runs]);
        }
    }

    private static void RequireOneAlgorithm(EvaluationResult[] runs)
    {
        var twice = runs.GroupBy(run => run.Seed).FirstOrDefault(seed => seed.Count() > 1)?.First();
        if (twice is not null)
        {
            throw new IncomparableException($"{Name(twice)} is there twice; a seed counts once.");
        }

        foreach (var run in runs.Skip(1))
        {
            RequireEqual(runs[0], run, "updates", one => one.Updates);
        }
    }

    private static void RequireEqual<T>(
        EvaluationResult first, EvaluationResult other, string what, Func<EvaluationResult, T> property)
    {
        var expected = property(first);
        var actual = property(other);
        if (!EqualityComparer<T>.Default.Equals(expected, actual))
        {
            throw new IncomparableException($"Results are not comparable: the {what} of {Name(first)} is {expected},"
                + $" of {Name(other)} {actual}. Evaluate both on the same tasks in the same way.");
        }
    }

    private static string Name(EvaluationResult result) => $"{result.Algorithm} seed {result.Seed} on {result.Split}";
}
