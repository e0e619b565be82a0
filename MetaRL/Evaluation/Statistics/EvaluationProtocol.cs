using MetaRL.Environments.Tasks;
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
/// <param name="Bayes">What can be earned without being told the task; null where nothing is known of it.</param>
public sealed record ReferenceReturns(double? Optimal, double? Random, OptimumKind Optimum, BayesOptimum? Bayes)
{
    internal static ReferenceReturns Of(IReadOnlyList<EvaluationResult> results) => new(
        Typical(results.Select(result => result.Optimal)),
        Typical(results.Select(result => result.Random)),
        results[0].Optimum,
        results.Where(result => result.BayesReturns is not null)
            .Select(result => new BayesOptimum(result.BayesReturns!, result.BayesMost!.Value)).FirstOrDefault());

    /// <summary>IQM over all results that know the reference: of random actions each may have its own sample.</summary>
    private static double? Typical(IEnumerable<double[]?> references)
    {
        double[][] rows = [.. references.OfType<double[]>()];
        return rows.Length == 0 ? null : new RunTaskScores(rows).InterquartileMean();
    }
}
