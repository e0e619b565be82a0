namespace MetaRL.Evaluation.Statistics;

/// <summary>One algorithm, all its seeds together.</summary>
/// <param name="Name">The algorithm; with its experiment in front when the results come from several.</param>
/// <param name="Seeds">What each seed took to train, ascending.</param>
/// <param name="Rounds">[K+1] returns after 0..K updates.</param>
/// <param name="TasksWithoutGap">Tasks left out of <see cref="RoundSummary.Share"/> because their gap is too
/// small.</param>
/// <param name="Worst">Mean of the worst α of the (seed, task) returns after K updates.</param>
/// <param name="TaskReturns">[N] return after K updates, mean over seeds.</param>
/// <param name="Adaptation">What K updates changed.</param>
/// <param name="BayesShare">
/// Mean return of all episodes together as a share of the Bayes optimum, or of the best search that is known; null
/// where that is unknown or not above 0, or agents had more to tell the task by than the episodes of one environment.
/// </param>
/// <param name="Further">What stands beside the interquartile means.</param>
public sealed record AlgorithmSummary(
    string Name,
    IReadOnlyList<TrainedSeed> Seeds,
    IReadOnlyList<RoundSummary> Rounds,
    int TasksWithoutGap,
    Estimate Worst,
    IReadOnlyList<double> TaskReturns,
    AdaptationSummary Adaptation,
    Estimate? BayesShare,
    FurtherStatistics Further)
{
    /// <summary>[N] return before any update, mean over seeds.</summary>
    public IReadOnlyList<double> TaskReturnsBefore { get; init; } = [];

    /// <summary>K of this algorithm.</summary>
    public int Updates => Rounds.Count - 1;

    /// <summary>Return after K updates.</summary>
    public Estimate Adapted => Rounds[^1].Return;

    internal static AlgorithmSummary Of(AlgorithmScores scores, FurtherStatistics further, ComparisonSettings settings)
    {
        var (runs, rounds, bootstrap) = (scores.Runs, scores.Returns.Rounds, scores.Returns.Bootstrap);
        var (returns, shares) = (scores.Returns.InterquartileMeans(), scores.Shares?.InterquartileMeans());
        var last = new RunTaskScores(rounds[^1]);
        return new AlgorithmSummary(
            runs.Name,
            [.. runs.Seeds.Select(one => new TrainedSeed(
                one.Seed, one.TrainingEnvSteps, one.SearchEnvSteps, one.StepSize))],
            [.. rounds.Select((rows, round) => new RoundSummary(
                returns[round], ScoreStatistics.Spread(rows), shares?[round]))],
            scores.TasksWithoutGap,
            bootstrap.Of(drawn => last.WorstMean(settings.WorstShare, drawn)),
            ScoreStatistics.MeanOverRuns(rounds[^1]),
            AdaptationSummary.Of(rounds, shares, bootstrap),
            ShareOfBayes(runs, rounds, bootstrap),
            further)
        {
            TaskReturnsBefore = ScoreStatistics.MeanOverRuns(rounds[0]),
        };
    }

    private static Estimate? ShareOfBayes(AlgorithmRuns runs, double[][][] rounds, TaskBootstrap bootstrap)
    {
        if (runs.Seeds.Any(seed => seed.BayesReturns is null) || runs.Seeds[0].BayesReturns!.Sum() <= 0)
        {
            return null; // below 0 there is no share
        }

        var bayes = runs.Seeds[0].BayesReturns!.Sum();
        var shares = runs.Seeds.Select((_, seed) => rounds[0][seed]
            .Select((_, task) => rounds.Sum(round => round[seed][task]) / bayes).ToArray());
        return bootstrap.Of(new RunTaskScores([.. shares]).Mean);
    }
}

/// <summary>What it took to train one seed.</summary>
/// <param name="Seed">Of the training.</param>
/// <param name="TrainingEnvSteps">Environment steps seen in training.</param>
/// <param name="SearchEnvSteps">Environment steps of the search for step sizes.</param>
/// <param name="StepSize">Inner step size, null where there is none.</param>
public sealed record TrainedSeed(int Seed, long TrainingEnvSteps, long SearchEnvSteps, double? StepSize);

/// <summary>The returns of one algorithm after some number of updates.</summary>
/// <param name="Return">IQM over (seed, task).</param>
/// <param name="PerSeed">Range of the IQM of one seed.</param>
/// <param name="Share">IQM of the share of the random→optimal gap; null where optimum or random is unknown.</param>
public sealed record RoundSummary(Estimate Return, SeedSpread PerSeed, Estimate? Share);
