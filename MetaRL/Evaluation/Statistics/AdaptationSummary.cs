namespace MetaRL.Evaluation.Statistics;

/// <summary>Whether an agent adapts, by how much, and when.</summary>
/// <param name="Outcome">The verdict.</param>
/// <param name="Change">return_K − return_0 of the same seed on the same task; null when K is 0.</param>
/// <param name="Gains">[K+1] IQM of return_k − return_0, so the first is 0.</param>
/// <param name="MainUpdate">The update with the largest gain; null when the verdict is not that it adapts.</param>
/// <param name="MainShare">The part of the whole gain that <paramref name="MainUpdate"/> brought; above 1 if others
/// lose.</param>
public sealed record AdaptationSummary(
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

    /// <param name="rounds">[K+1, S, N] returns after 0..K updates.</param>
    /// <param name="shares">[K+1] shares of the random→optimal gap; null where unknown.</param>
    /// <param name="bootstrap">The draws of tasks.</param>
    internal static AdaptationSummary Of(double[][][] rounds, Estimate[]? shares, TaskBootstrap bootstrap)
    {
        var gains = Array.ConvertAll(rounds, rows =>
            new RunTaskScores(ScoreStatistics.PairedDifferences(rows, rounds[0])).InterquartileMean());
        if (rounds.Length == 1)
        {
            return new AdaptationSummary(AdaptationOutcome.NoUpdates, null, gains, null, null);
        }

        var change = PairedDifference.Of(PairedRows.OfSameSeed(rounds[^1], rounds[0]), bootstrap);
        var outcome = change.Sign switch
        {
            null => AdaptationOutcome.TooFewTasks,
            > 0 => Barely(shares) ? AdaptationOutcome.BarelyAdapts : AdaptationOutcome.Adapts,
            < 0 => AdaptationOutcome.GetsWorse,
            _ => AdaptationOutcome.NoMeasurableChange,
        };
        if (outcome is not (AdaptationOutcome.Adapts or AdaptationOutcome.BarelyAdapts))
        {
            return new AdaptationSummary(outcome, change, gains, null, null);
        }

        var main = Enumerable.Range(1, gains.Length - 1).MaxBy(update => gains[update] - gains[update - 1]);
        return new AdaptationSummary(outcome, change, gains, main, (gains[main] - gains[main - 1]) / gains[^1]);
    }

    /// <summary>Unknown without a share of the gap, and not asked of an agent that starts at the optimum.</summary>
    private static bool Barely(Estimate[]? shares) => shares is not null && shares[0].Value < 1
        && (shares[^1].Value - shares[0].Value) / (1 - shares[0].Value) < BarelyClosed;
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
    /// The interval lies above 0, but less than <see cref="AdaptationSummary.BarelyClosed"/> of the way to the optimum
    /// is gained.
    /// </summary>
    BarelyAdapts,

    /// <summary>The interval of the paired difference holds 0.</summary>
    NoMeasurableChange,

    /// <summary>The interval of the paired difference lies below 0.</summary>
    GetsWorse,
}
