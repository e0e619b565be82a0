using MetaRL.Evaluation.Measuring;
using MetaRL.Evaluation.Statistics;

namespace MetaRL.Tests.Evaluation;

/// <summary>Small evaluation results whose every number can be followed by hand; one environment per task.</summary>
internal static class Fixture
{
    /// <summary>Eight tasks; after k updates each returns the k-th row.</summary>
    public static EvaluationResult Result(string algorithm, int seed, params double[][] rounds) => new(
        "demo", algorithm, "bandit", seed, "test", "c0ffee", 10, 1, 0.1, 2_000_000,
        Array.ConvertAll(rounds, tasks => Array.ConvertAll(tasks, value => new[] { value })));

    /// <summary>
    /// The same change from each of eight returns, −8 to −1, with a little noise that differs by task.
    /// </summary>
    public static EvaluationResult Gaining(string algorithm, double gain, int seed = 0) => Result(algorithm, seed,
        [-8, -7, -6, -5, -4, -3, -2, -1],
        [
            -8 + gain + 0.1, -7 + gain - 0.1, -6 + gain, -5 + gain + 0.2,
            -4 + gain - 0.2, -3 + gain, -2 + gain + 0.1, -1 + gain - 0.1,
        ]);

    /// <summary>With an optimum of 0 and random actions at −10 on every task.</summary>
    public static EvaluationResult WithReferences(this EvaluationResult result) => result with
    {
        Optimal = [0, 0, 0, 0, 0, 0, 0, 0],
        Random = [-10, -10, -10, -10, -10, -10, -10, -10],
    };

    public static AlgorithmSummary Summary(params EvaluationResult[] results) => Comparison.Of(results).Algorithms[0];
}
