using MetaRL.Evaluation.Measuring;
using MetaRL.Evaluation.Statistics;

namespace MetaRL.Evaluation.Reports;

/// <summary>Evaluation results of several algorithms and seeds on the same tasks, compared.</summary>
public static class Comparison
{
    /// <summary>
    /// The comparison of all results. The same draws of tasks serve every interval, so equal results and settings give
    /// equal numbers to the last bit.
    /// </summary>
    /// <param name="results">In the order the algorithms shall be listed; the meta-learner first.</param>
    /// <param name="settings">Defaults when null.</param>
    /// <exception cref="IncomparableException">The results are not of the same tasks, evaluated in the same
    /// way.</exception>
    /// <exception cref="EvaluationFormatException">A result is malformed or holds a number that is not
    /// finite.</exception>
    public static ComparisonReport Of(IReadOnlyList<EvaluationResult> results, ComparisonSettings? settings = null)
    {
        settings ??= new ComparisonSettings();
        Comparability.Require(results);
        IReadOnlyList<AlgorithmRuns> runs = AlgorithmRuns.Group(results, settings.Subject);
        EvaluationProtocol protocol = Protocol(results, settings);
        TaskBootstrap bootstrap = Bootstrap(protocol.Tasks, settings);

        AlgorithmReport[] algorithms = [.. runs.Select(one => Algorithm(one, bootstrap, settings))];
        PairwiseComparison[] pairs =
        [
            .. Enumerable.Range(1, runs.Count - 1).Select(other =>
                Duel(runs[0], runs[other], Side(algorithms[0]), Side(algorithms[other]), bootstrap)),
        ];
        return new ComparisonReport(protocol, algorithms, pairs, ComparisonNotes.Of(protocol, algorithms));
    }

    private static TaskBootstrap Bootstrap(int tasks, ComparisonSettings settings) =>
        new(tasks, settings.Replicates, settings.Confidence, settings.BootstrapSeed);

    private static EvaluationProtocol Protocol(IReadOnlyList<EvaluationResult> results, ComparisonSettings settings)
    {
        EvaluationResult first = results[0];
        return new EvaluationProtocol(
            [.. results.Select(result => result.Experiment).Distinct()],
            first.Family,
            first.Split,
            first.TaskHash,
            first.Tasks,
            first.EnvsPerTask,
            first.Horizon,
            results.Max(result => result.Updates),
            settings.Confidence,
            settings.Replicates,
            settings.BootstrapSeed,
            settings.WorstShare,
            Reference(results, result => result.Optimal),
            Reference(results, result => result.Random),
            first.Optimum);
    }

    /// <summary>IQM over all results that know the reference: of random actions each may have its own sample.</summary>
    private static double? Reference(IReadOnlyList<EvaluationResult> results, Func<EvaluationResult, double[]?> values)
    {
        double[][] rows = [.. results.Select(values).OfType<double[]>()];
        return rows.Length == 0 ? null : new RunTaskScores(rows).InterquartileMean();
    }

    private static AlgorithmReport Algorithm(AlgorithmRuns runs, TaskBootstrap bootstrap, ComparisonSettings settings)
    {
        double[][][] rounds = [.. Enumerable.Range(0, runs.Updates + 1).Select(runs.Returns)];
        Estimate[] returns = Array.ConvertAll(rounds, rows => bootstrap.Of(new RunTaskScores(rows).InterquartileMean));
        var last = new RunTaskScores(rounds[^1]);
        (IReadOnlyList<Estimate>? share, int withoutGap) = Share(runs, rounds, settings);
        return new AlgorithmReport(
            runs.Name,
            [.. runs.Seeds.Select(seed => seed.Seed)],
            [.. runs.Seeds.Select(seed => seed.TrainingEnvSteps)],
            [.. runs.Seeds.Select(seed => seed.SearchEnvSteps)],
            [.. runs.Seeds.Select(seed => seed.StepSize)],
            returns,
            Array.ConvertAll(rounds, RunStatistics.Spread),
            share,
            withoutGap,
            bootstrap.Of(drawn => last.WorstMean(settings.WorstShare, drawn)),
            RunStatistics.MeanOverRuns(rounds[^1]),
            Adaptation(rounds, share, bootstrap));
    }

    /// <summary>A task is left out for all seeds and rounds as soon as its gap is too small in one of them.</summary>
    private static (IReadOnlyList<Estimate>? Share, int WithoutGap) Share(
        AlgorithmRuns runs, double[][][] rounds, ComparisonSettings settings)
    {
        if (runs.Seeds.Any(seed => seed.Optimal is null || seed.Random is null))
        {
            return (null, 0);
        }
        double[][][] shares = Array.ConvertAll(rounds, rows => rows
            .Select((row, seed) => ScoreStatistics.ShareOfGap(row, runs.Seeds[seed].Random!, runs.Seeds[seed].Optimal!))
            .ToArray());
        int[] kept = [.. Enumerable.Range(0, shares[0][0].Length)
            .Where(task => shares[0].All(seed => !double.IsNaN(seed[task])))];
        int withoutGap = shares[0][0].Length - kept.Length;
        if (kept.Length == 0)
        {
            return (null, withoutGap);
        }
        TaskBootstrap bootstrap = Bootstrap(kept.Length, settings);
        Estimate[] aggregated = Array.ConvertAll(shares, rows =>
            bootstrap.Of(new RunTaskScores(Only(rows, kept)).InterquartileMean));
        return (aggregated, withoutGap);
    }

    private static double[][] Only(double[][] rows, int[] tasks) =>
        Array.ConvertAll(rows, row => Array.ConvertAll(tasks, task => row[task]));

    private static AdaptationReport Adaptation(
        double[][][] rounds, IReadOnlyList<Estimate>? share, TaskBootstrap bootstrap)
    {
        double[] gains = Array.ConvertAll(rounds, rows =>
            new RunTaskScores(ScoreStatistics.PairedDifferences(rows, rounds[0])).InterquartileMean());
        if (rounds.Length == 1)
        {
            return new AdaptationReport(AdaptationOutcome.NoUpdates, null, gains, null, null);
        }
        var change = PairedDifference.Of(rounds[^1], rounds[0], ScoreStatistics.PairedDifferences, bootstrap);
        AdaptationOutcome outcome = change.Sign switch
        {
            null => AdaptationOutcome.TooFewTasks,
            > 0 => Barely(share) ? AdaptationOutcome.BarelyAdapts : AdaptationOutcome.Adapts,
            < 0 => AdaptationOutcome.GetsWorse,
            _ => AdaptationOutcome.NoMeasurableChange,
        };
        if (outcome is not (AdaptationOutcome.Adapts or AdaptationOutcome.BarelyAdapts))
        {
            return new AdaptationReport(outcome, change, gains, null, null);
        }
        int main = Enumerable.Range(1, gains.Length - 1).MaxBy(update => gains[update] - gains[update - 1]);
        return new AdaptationReport(outcome, change, gains, main, (gains[main] - gains[main - 1]) / gains[^1]);
    }

    /// <summary>Unknown without a share of the gap, and not asked of an agent that starts at the optimum.</summary>
    private static bool Barely(IReadOnlyList<Estimate>? share) => share is not null && share[0].Value < 1
        && (share[^1].Value - share[0].Value) / (1 - share[0].Value) < AdaptationReport.BarelyClosed;

    private static PairwiseComparisonSide Side(AlgorithmReport algorithm) =>
        new(algorithm.Name, algorithm.Updates, algorithm.Adapted);

    private static PairwiseComparison Duel(
        AlgorithmRuns subject, AlgorithmRuns other, PairwiseComparisonSide subjectSide, PairwiseComparisonSide otherSide, TaskBootstrap bootstrap)
    {
        double[][] a = subject.Adapted(), b = other.Adapted();
        var pairs = new RunTaskScores(ScoreStatistics.Differences(a, b));
        var difference = PairedDifference.Of(a, b, ScoreStatistics.Differences, bootstrap);
        PairwiseComparisonOutcome outcome = difference.Sign switch
        {
            null => PairwiseComparisonOutcome.TooFewTasks,
            > 0 => PairwiseComparisonOutcome.Better,
            < 0 => PairwiseComparisonOutcome.Worse,
            _ => PairwiseComparisonOutcome.NoMeasurableDifference,
        };
        return new PairwiseComparison(subjectSide, otherSide, outcome, difference, bootstrap.Of(pairs.ShareAboveZero));
    }
}
