using MetaRL.Evaluation.Measuring;

namespace MetaRL.Evaluation.Statistics;

/// <summary>What was held equal for all algorithms.</summary>
/// <param name="Experiments">Names of the experiments the results come from.</param>
/// <param name="Tasks">What every agent was put into.</param>
/// <param name="EnvsPerTask">E.</param>
/// <param name="Updates">Largest K of all algorithms.</param>
/// <param name="SingleLane">Whether agents adapted to the episodes of each environment alone.</param>
/// <param name="References">What random and optimal behaviour earn.</param>
/// <param name="Settings">Of the intervals and the worst-task mean.</param>
public sealed record EvaluationProtocol(
    IReadOnlyList<string> Experiments,
    EvaluatedTasks Tasks,
    int EnvsPerTask,
    int Updates,
    bool SingleLane,
    ReferenceReturns References,
    ComparisonSettings Settings)
{
    internal static EvaluationProtocol Of(IReadOnlyList<EvaluationResult> results, ComparisonSettings settings)
    {
        var first = results[0];
        return new EvaluationProtocol(
            [.. results.Select(result => result.Experiment).Distinct()],
            new EvaluatedTasks(first.Family, first.Split, first.TaskHash, first.Tasks, first.Horizon),
            first.EnvsPerTask,
            results.Max(result => result.Updates),
            first.SingleLane,
            ReferenceReturns.Of(results),
            settings);
    }
}

/// <summary>The tasks of an evaluation.</summary>
/// <param name="Family">Name of the task family.</param>
/// <param name="Split">The task set.</param>
/// <param name="Hash">Content hash of the tasks.</param>
/// <param name="Count">N.</param>
/// <param name="Horizon">Longest episode, in environment steps.</param>
public sealed record EvaluatedTasks(string Family, string Split, string Hash, int Count, int Horizon);

/// <summary>The ends of the scale on which returns are read.</summary>
/// <param name="Optimal">IQM over tasks of the best return; null where none is known.</param>
/// <param name="Random">IQM over tasks of uniformly random actions; null where unknown.</param>
/// <param name="Optimum">What <paramref name="Optimal"/> is.</param>
/// <param name="BayesReturns">
/// Expected return of each episode of the best agent known that is not told the task; null where there is none.
/// </param>
/// <param name="BayesMost">What no such agent exceeds in all episodes together.</param>
public sealed record ReferenceReturns(
    double? Optimal, double? Random, OptimumKind Optimum, IReadOnlyList<double>? BayesReturns, double? BayesMost)
{
    /// <summary>Whether that agent is optimal, but for rounding.</summary>
    public bool BayesIsExact =>
        BayesReturns?.Sum() is { } known && BayesMost - known < 1e-9 * Math.Max(1, Math.Abs(known));

    internal static ReferenceReturns Of(IReadOnlyList<EvaluationResult> results) => new(
        Typical(results.Select(result => result.Optimal)),
        Typical(results.Select(result => result.Random)),
        results[0].Optimum,
        results.Select(result => result.BayesReturns).FirstOrDefault(known => known is not null),
        results.Select(result => result.BayesMost).FirstOrDefault(known => known is not null));

    /// <summary>IQM over all results that know the reference: of random actions each may have its own sample.</summary>
    private static double? Typical(IEnumerable<double[]?> references)
    {
        double[][] rows = [.. references.OfType<double[]>()];
        return rows.Length == 0 ? null : new RunTaskScores(rows).InterquartileMean();
    }
}
