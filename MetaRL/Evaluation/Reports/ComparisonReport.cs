using System.Text.Json.Serialization;
using MetaRL.Evaluation.Measuring;
using MetaRL.Evaluation.Statistics;

namespace MetaRL.Evaluation.Reports;

/// <summary>
/// Everything a comparison says about one set of tasks: what the files, the plots and the terminal show.
/// </summary>
/// <param name="Protocol">How the numbers were made.</param>
/// <param name="Algorithms">In the order of the results, the subject first.</param>
/// <param name="PairwiseComparisons">The subject against each other algorithm.</param>
/// <param name="Notes">What a reader must know before believing the table: one sentence each.</param>
public sealed record ComparisonReport(
    EvaluationProtocol Protocol,
    IReadOnlyList<AlgorithmReport> Algorithms,
    [property: JsonPropertyName("duels")] IReadOnlyList<PairwiseComparison> PairwiseComparisons,
    IReadOnlyList<string> Notes)
{
    /// <summary>The table as text, for Markdown and terminal alike.</summary>
    public ComparisonTable Table() => ComparisonTable.Of(this);
}

/// <summary>What was held equal for all algorithms.</summary>
/// <param name="Experiments">Names of the experiments the results come from.</param>
/// <param name="Family">Name of the task family.</param>
/// <param name="Split">The task set.</param>
/// <param name="TaskHash">Content hash of the tasks.</param>
/// <param name="Tasks">N.</param>
/// <param name="EnvsPerTask">E.</param>
/// <param name="Horizon">Longest episode, in environment steps.</param>
/// <param name="Updates">Largest K of all algorithms.</param>
/// <param name="Confidence">Coverage aimed at by every interval.</param>
/// <param name="Replicates">Resamples per interval.</param>
/// <param name="BootstrapSeed">Seed of the resamples.</param>
/// <param name="WorstShare">α of the worst-task mean.</param>
/// <param name="Optimal">IQM over tasks of the best return; null where none is known.</param>
/// <param name="Random">IQM over tasks of uniformly random actions; null where unknown.</param>
/// <param name="Optimum">What <paramref name="Optimal"/> is.</param>
public sealed record EvaluationProtocol(
    IReadOnlyList<string> Experiments,
    string Family,
    string Split,
    string TaskHash,
    int Tasks,
    int EnvsPerTask,
    int Horizon,
    int Updates,
    double Confidence,
    int Replicates,
    ulong BootstrapSeed,
    double WorstShare,
    double? Optimal,
    double? Random,
    OptimumKind Optimum = OptimumKind.Exact);

/// <summary>One algorithm, all its seeds together.</summary>
/// <param name="Name">The algorithm; with its experiment in front when the results come from several.</param>
/// <param name="Seeds">Training seeds, ascending.</param>
/// <param name="TrainingEnvSteps">Environment steps seen in training, per seed.</param>
/// <param name="SearchEnvSteps">Environment steps of the search for step sizes, per seed.</param>
/// <param name="StepSizes">Inner step size per seed, null where there is none.</param>
/// <param name="Returns">[K+1] IQM over (seed, task) after 0..K updates.</param>
/// <param name="ReturnsPerSeed">[K+1] range of the IQM of one seed.</param>
/// <param name="Share">[K+1] IQM of the share of the random→optimal gap; null where optimum or random is
/// unknown.</param>
/// <param name="TasksWithoutGap">Tasks left out of <paramref name="Share"/> because their gap is too small.</param>
/// <param name="Worst">Mean of the worst α of the (seed, task) returns after K updates.</param>
/// <param name="TaskReturns">[N] return after K updates, mean over seeds.</param>
/// <param name="Adaptation">What K updates changed.</param>
public sealed record AlgorithmReport(
    string Name,
    IReadOnlyList<int> Seeds,
    IReadOnlyList<long> TrainingEnvSteps,
    IReadOnlyList<long> SearchEnvSteps,
    IReadOnlyList<double?> StepSizes,
    IReadOnlyList<Estimate> Returns,
    IReadOnlyList<SeedSpread> ReturnsPerSeed,
    IReadOnlyList<Estimate>? Share,
    int TasksWithoutGap,
    Estimate Worst,
    IReadOnlyList<double> TaskReturns,
    AdaptationReport Adaptation)
{
    /// <summary>K of this algorithm.</summary>
    public int Updates => Returns.Count - 1;

    /// <summary>Return after K updates.</summary>
    public Estimate Adapted => Returns[^1];

    /// <summary>Whether it adapts, in words.</summary>
    public Verdict Verdict => AdaptationVerdict.Of(this);
}

/// <summary>Whether an agent adapts, by how much, and when.</summary>
/// <param name="Outcome">The verdict.</param>
/// <param name="Change">return_K − return_0 of the same seed on the same task; null when K is 0.</param>
/// <param name="Gains">[K+1] IQM of return_k − return_0, so the first is 0.</param>
/// <param name="MainUpdate">The update with the largest gain; null when the verdict is not that it adapts.</param>
/// <param name="MainShare">The part of the whole gain that <paramref name="MainUpdate"/> brought; above 1 if others
/// lose.</param>
public sealed record AdaptationReport(
    AdaptationOutcome Outcome,
    PairedDifference? Change,
    IReadOnlyList<double> Gains,
    int? MainUpdate,
    double? MainShare)
{
    /// <summary>
    /// A gain of less than this part of the distance from the unadapted return to the optimum is real, perhaps, but no
    /// adaptation to speak of; a convention of this project.
    /// </summary>
    public const double BarelyClosed = 0.05;

    /// <summary>Whether there were updates, and they brought nothing to speak of.</summary>
    public bool AdaptsNothing => Outcome
        is AdaptationOutcome.NoMeasurableChange or AdaptationOutcome.BarelyAdapts or AdaptationOutcome.GetsWorse;
}

/// <summary>The subject against one other algorithm, each after its last update.</summary>
/// <param name="Subject">The algorithm that is judged.</param>
/// <param name="Other">The one it is compared with.</param>
/// <param name="Outcome">The verdict, from the subject's side.</param>
/// <param name="Difference">Subject − other on the same task, for every pair of seeds.</param>
/// <param name="ProbabilityOfImprovement">P(subject &gt; other), ties one half.</param>
public sealed record PairwiseComparison(
    PairwiseComparisonSide Subject,
    PairwiseComparisonSide Other,
    PairwiseComparisonOutcome Outcome,
    PairedDifference Difference,
    Estimate ProbabilityOfImprovement)
{
    /// <summary>
    /// Whether the intervals of the two returns in the table overlap. A paired difference can be real even so: what
    /// makes a task hard for both cancels in it.
    /// </summary>
    public bool IntervalsOverlap => Subject.Adapted.Overlaps(Other.Adapted);

    /// <summary>Which is better, in words.</summary>
    public Verdict Verdict => PairwiseComparisonVerdict.Of(this);
}

/// <summary>What a comparison of two shows of one algorithm.</summary>
/// <param name="Name">The algorithm.</param>
/// <param name="Updates">K of this algorithm.</param>
/// <param name="Adapted">Return after K updates.</param>
public sealed record PairwiseComparisonSide(string Name, int Updates, Estimate Adapted);

/// <summary>A statement in words.</summary>
/// <param name="Headline">The judgement alone, such as <c>maml adapts</c>.</param>
/// <param name="Details">The numbers behind it.</param>
public sealed record Verdict(string Headline, string Details)
{
    public override string ToString() => $"{Headline}: {Details}";
}

/// <summary>Whether return after the last update differs from return before the first.</summary>
public enum AdaptationOutcome
{
    /// <summary>There is no update, so nothing to judge.</summary>
    NoUpdates,

    /// <summary>Fewer tasks than <see cref="PairedDifference.FewestTasks"/>.</summary>
    TooFewTasks,

    /// <summary>The interval of the paired difference lies above 0.</summary>
    Adapts,

    /// <summary>
    /// The interval lies above 0, but less than <see cref="AdaptationReport.BarelyClosed"/> of the way to the optimum
    /// is gained.
    /// </summary>
    BarelyAdapts,

    /// <summary>The interval of the paired difference holds 0.</summary>
    NoMeasurableChange,

    /// <summary>The interval of the paired difference lies below 0.</summary>
    GetsWorse,
}

/// <summary>Whether the subject's adapted return differs from another algorithm's.</summary>
public enum PairwiseComparisonOutcome
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
