namespace MetaRL.Evaluation.Statistics;

/// <summary>The subject against one other algorithm, each after its last update.</summary>
/// <param name="Subject">The algorithm that is judged.</param>
/// <param name="Other">The one it is compared with.</param>
/// <param name="Difference">Subject − other on the same task, for every pair of seeds.</param>
/// <param name="ProbabilityOfImprovement">
/// P(A &gt; B) = (1/N) Σₙ U(aₙ, bₙ) / (S_A S_B), A the subject, B the other, U the Mann-Whitney statistic over pairs of
/// seeds, ties one half (Agarwal et al. 2021, section 4.3). With one seed each it is the share of tasks on which the
/// subject is higher.
/// </param>
/// <param name="Test">Whether the difference stands among all comparisons of the subject.</param>
/// <param name="SeedsNeeded">Training seeds that would find a difference of this size.</param>
public sealed record PairwiseComparison(
    AlgorithmSummary Subject,
    AlgorithmSummary Other,
    PairedDifference Difference,
    Estimate ProbabilityOfImprovement,
    CorrectedTest Test,
    SeedsToSeparate SeedsNeeded)
{
    /// <summary>The verdict, from the subject's side.</summary>
    public PairwiseOutcome Outcome => Difference.Sign switch
    {
        null => PairwiseOutcome.TooFewTasks,
        > 0 => PairwiseOutcome.Better,
        < 0 => PairwiseOutcome.Worse,
        _ => PairwiseOutcome.NoMeasurableDifference,
    };

    /// <summary>
    /// Whether the intervals of the two returns in the table overlap. A paired difference can be real even so: what
    /// makes a task hard for both cancels in it.
    /// </summary>
    public bool IntervalsOverlap => Subject.Adapted.Overlaps(Other.Adapted);

    /// <summary>The first algorithm against each other one, tested as one family.</summary>
    /// <param name="algorithms">The subject first.</param>
    /// <param name="adapted">[S, N] adapted returns of each.</param>
    /// <param name="bootstrap">The draws of tasks.</param>
    /// <param name="settings">Of the tests.</param>
    internal static PairwiseComparison[] Family(
        IReadOnlyList<AlgorithmSummary> algorithms, IReadOnlyList<double[][]> adapted, TaskBootstrap bootstrap,
        ComparisonSettings settings)
    {
        var own = adapted[0];
        PairedRows[] rows = [.. adapted.Skip(1).Select(other => PairedRows.OfEveryPair(own, other))];
        var tests = CorrectedTest.Family(rows, settings);
        return
        [
            .. rows.Select((differences, index) => new PairwiseComparison(
                algorithms[0],
                algorithms[index + 1],
                PairedDifference.Of(differences, bootstrap),
                bootstrap.Of(new RunTaskScores(differences.Values).ShareAboveZero),
                tests[index],
                SeedsToSeparate.Of(own, adapted[index + 1], bootstrap, tests[index].Level))),
        ];
    }
}

/// <summary>Whether the subject's adapted return differs from another algorithm's.</summary>
public enum PairwiseOutcome
{
    /// <summary>Fewer tasks than <see cref="PairedDifference.FewestTasks"/>.</summary>
    TooFewTasks,

    /// <summary>The interval of the paired difference lies above 0.</summary>
    Better,

    /// <summary>The interval of the paired difference holds 0.</summary>
    NoMeasurableDifference,

    /// <summary>The interval of the paired difference lies below 0.</summary>
    Worse,
}
