using MetaRL.Evaluation.Measuring;

namespace MetaRL.Evaluation.Statistics;

/// <summary>All seeds of one algorithm, ascending, evaluated on the same tasks.</summary>
internal sealed record AlgorithmRuns(string Name, IReadOnlyList<EvaluationResult> Seeds)
{
    public int Updates => Seeds[0].Updates;

    /// <summary>[S, N] scores after the given number of updates.</summary>
    public double[][] Returns(int round) => [.. Seeds.Select(seed => seed.TaskReturns(round))];

    /// <summary>[S, N] scores after the last update.</summary>
    public double[][] Adapted() => Returns(Updates);

    /// <summary>
    /// The results by algorithm: the subject first, then in the order of their first appearance. Names carry the
    /// experiment when there are several, so that the same algorithm of two experiments is two lines.
    /// </summary>
    public static IReadOnlyList<AlgorithmRuns> Group(IReadOnlyList<EvaluationResult> results, string? subject)
    {
        var several = results.Select(result => result.Experiment).Distinct().Count() > 1;
        AlgorithmRuns[] groups =
        [
            .. results
                .GroupBy(result => several ? $"{result.Experiment}/{result.Algorithm}" : result.Algorithm)
                .Select(group => new AlgorithmRuns(group.Key, [.. group.OrderBy(result => result.Seed)])),
        ];
        if (subject is not null && !groups.Any(group => group.Name == subject))
        {
            throw new IncomparableException($"No result is of the algorithm '{subject}' that is to be compared;"
                + $" there are {string.Join(", ", groups.Select(group => group.Name))}.");
        }

        return [.. groups.OrderByDescending(group => group.Name == subject)];
    }
}
