using MetaRL.Evaluation.Measuring;

namespace MetaRL.Evaluation.Statistics;

/// <summary>The scale of learning curves, which are means over tasks: mean returns over the evaluation tasks.</summary>
/// <param name="Random">Of uniformly random actions.</param>
/// <param name="Best">The best return of each task.</param>
internal sealed record TrainingScale(double Random, double Best)
{
    /// <summary>
    /// Null where either is unknown, there is no gap, or the tasks are not of the distribution that training draws
    /// from: of the splits only <c>train</c> and <c>test</c> are.
    /// </summary>
    public static TrainingScale? Of(IReadOnlyList<EvaluationResult> results)
    {
        if (results[0].Split is not ("train" or "test")
            || Mean(results.Select(result => result.Random)) is not { } random
            || Mean(results.Select(result => result.Optimal)) is not { } best
            || best - random < ScoreStatistics.SmallestGap)
        {
            return null;
        }

        return new TrainingScale(random, best);
    }

    /// <summary>Return at a share of the gap.</summary>
    public double At(double share) => Random + (share * (Best - Random));

    private static double? Mean(IEnumerable<double[]?> references)
    {
        var known = references.OfType<double[]>().Select(tasks => tasks.Average()).ToArray();
        return known.Length == 0 ? null : known.Average();
    }
}
