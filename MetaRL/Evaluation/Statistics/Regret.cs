namespace MetaRL.Evaluation.Statistics;

/// <summary>
/// What is lost against a reference that earns rₖₙ in round k on task n: ρₖ = (1/SN) Σₛₙ (rₖₙ − xₖₛₙ), and
/// Σⱼ₌₀ᵏ ρⱼ in all rounds up to k. These are means, not interquartile means, since only means of rounds add up to that
/// of their sum, and since the Bayes optimum is an expectation.
/// </summary>
/// <param name="PerRound">[K+1] ρ₀..ρ_K, in units of return of an episode.</param>
/// <param name="Cumulative">[K+1] their sums, of one episode each round.</param>
public sealed record Regret(IReadOnlyList<Estimate> PerRound, IReadOnlyList<Estimate> Cumulative)
{
    /// <summary>
    /// Against the best return of each known task; below 0 only where that is a specialist's. Null where it is unknown.
    /// </summary>
    internal static Regret? OfOptimum(AlgorithmScores scores) =>
        scores.Runs.Seeds.Any(seed => seed.Optimal is null)
            ? null
            : Of(scores.Returns, (_, seed, task) => scores.Runs.Seeds[seed].Optimal![task]);

    /// <summary>
    /// Against the best agent known that has only its own episodes to tell the task by, in expectation over tasks.
    /// Single rounds of it can be below 0, since an optimal agent explores where a greedy one earns; all rounds
    /// together not, but for which tasks were drawn and for an optimum that is known only from below. Null where
    /// unknown.
    /// </summary>
    internal static Regret? OfBayes(AlgorithmScores scores) =>
        scores.Runs.Seeds.Any(seed => seed.BayesReturns is null)
            ? null
            : Of(scores.Returns, (round, seed, _) => scores.Runs.Seeds[seed].BayesReturns![round]);

    /// <param name="scores">Returns.</param>
    /// <param name="reference">Of (round, seed, task).</param>
    private static Regret Of(RoundScores scores, Func<int, int, int, double> reference)
    {
        double[][][] regrets =
        [
            .. scores.Rounds.Select((rows, round) => rows.Select((row, seed) =>
                row.Select((earned, task) => reference(round, seed, task) - earned).ToArray()).ToArray()),
        ];
        var lost = scores with { Rounds = regrets };
        return new Regret(
            [.. regrets.Select(lost.Mean)],
            [.. regrets.Select((_, last) => lost.Mean(lost.Each(rounds => rounds.Take(last + 1).Sum())))]);
    }
}
