namespace MetaRL.Evaluation.Statistics;

/// <summary>
/// The difference of two returns on the same task. Pairing removes what makes a task hard for both, so the interval can
/// be far narrower than those of the two returns.
/// </summary>
/// <param name="Typical">IQM of the differences: what happens on the middle half of the tasks. It need not equal the
/// difference of two IQMs.</param>
/// <param name="Mean">Mean of the differences, which a minority of tasks can move.</param>
/// <param name="TasksHigher">Tasks whose difference, averaged over seeds, is above 0.</param>
/// <param name="TasksEqual">Tasks whose difference is 0.</param>
/// <param name="TasksLower">Tasks whose difference is below 0.</param>
/// <param name="PerSeed">Range of the IQM of one seed, or of one pair of seeds; null with a single one.</param>
/// <param name="Resolution">A difference that is not above it is rounding of single-precision sums.</param>
public sealed record PairedDifference(
    Estimate Typical,
    Estimate Mean,
    int TasksHigher,
    int TasksEqual,
    int TasksLower,
    SeedSpread? PerSeed,
    double Resolution)
{
    /// <summary>
    /// Below 6 tasks no verdict is given: even if all tasks agree in sign, a sign test has p = 2·2⁻ᴺ &gt; 0.05, and the
    /// bootstrap interval of so few is known to be too narrow.
    /// </summary>
    public const int FewestTasks = 6;

    /// <summary>N.</summary>
    public int Tasks => TasksHigher + TasksEqual + TasksLower;

    /// <summary>
    /// 1 when the typical difference is measurably above 0, −1 when below, 0 when neither, null with fewer tasks than
    /// <see cref="FewestTasks"/>.
    /// </summary>
    public int? Sign => Tasks < FewestTasks ? null : SignOf(Typical.Low, Typical.High);

    /// <summary>
    /// Whether every seed alone, or every pair of seeds, shows a difference of the same sign as all together.
    /// </summary>
    public bool EverySeedAgrees =>
        PerSeed is not { } seeds || Sign is null or 0 || SignOf(seeds.Lowest, seeds.Highest) == Sign;

    /// <summary>1 where a whole range is above 0, −1 where it is below, 0 where it holds 0 up to rounding.</summary>
    public int SignOf(double low, double high) => low > Resolution ? 1 : high < -Resolution ? -1 : 0;

    internal static PairedDifference Of(PairedRows rows, TaskBootstrap bootstrap)
    {
        var sample = new RunTaskScores(rows.Values);
        var perTask = rows.PerTask();
        return new PairedDifference(
            bootstrap.Of(sample.InterquartileMean),
            bootstrap.Of(sample.Mean),
            perTask.Count(difference => difference > 0),
            perTask.Count(difference => difference == 0),
            perTask.Count(difference => difference < 0),
            rows.Values.Length > 1 ? ScoreStatistics.Spread(rows.Values) : null,
            rows.Resolution);
    }
}
