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
public sealed record PairedDifference(
    Estimate Typical,
    Estimate Mean,
    int TasksHigher,
    int TasksEqual,
    int TasksLower,
    SeedSpread? PerSeed)
{
    /// <summary>
    /// Below 6 tasks no verdict is given: even if all tasks agree in sign, a sign test has p = 2·2⁻ᴺ &gt; 0.05, and the
    /// bootstrap interval of so few is known to be too narrow.
    /// </summary>
    public const int FewestTasks = 6;

    /// <summary>
    /// A difference below this part of the largest return is rounding of single-precision sums and taken as 0.
    /// </summary>
    public const double RoundingShare = 1e-6;

    /// <summary>N.</summary>
    public int Tasks => TasksHigher + TasksEqual + TasksLower;

    /// <summary>
    /// 1 when the typical difference is measurably above 0, −1 when below, 0 when neither, null with fewer tasks than
    /// <see cref="FewestTasks"/>.
    /// </summary>
    public int? Sign => Tasks < FewestTasks ? null : Typical.Low > 0 ? 1 : Typical.High < 0 ? -1 : 0;

    /// <summary>
    /// Whether every seed alone, or every pair of seeds, shows a difference of the same sign as all together.
    /// </summary>
    public bool EverySeedAgrees => PerSeed is not { } seeds || Sign switch
    {
        1 => seeds.Lowest > 0,
        -1 => seeds.Highest < 0,
        _ => true,
    };

    /// <param name="a">[S_A, N] returns.</param>
    /// <param name="b">[S_B, N] returns on the same tasks.</param>
    /// <param name="subtract">Which runs of a and b are subtracted: every pair, or the same seed.</param>
    /// <param name="bootstrap">The draws of tasks.</param>
    internal static PairedDifference Of(
        double[][] a, double[][] b, Func<double[][], double[][], double[][]> subtract, TaskBootstrap bootstrap)
    {
        var rows = Rows(a, b, subtract);
        var sample = new RunTaskScores(rows);
        var perTask = ScoreStatistics.MeanOverRuns(rows);
        return new PairedDifference(
            bootstrap.Of(sample.InterquartileMean),
            bootstrap.Of(sample.Mean),
            perTask.Count(difference => difference > 0),
            perTask.Count(difference => difference == 0),
            perTask.Count(difference => difference < 0),
            rows.Length > 1 ? ScoreStatistics.Spread(rows) : null);
    }

    /// <summary>[R, N] the differences, 0 where they are rounding alone.</summary>
    internal static double[][] Rows(
        double[][] a, double[][] b, Func<double[][], double[][], double[][]> subtract) =>
        WithoutRounding(subtract(a, b), Largest(a, b));

    private static double[][] WithoutRounding(double[][] rows, double scale) => Array.ConvertAll(rows, row =>
        Array.ConvertAll(row, difference => Math.Abs(difference) <= RoundingShare * scale ? 0 : difference));

    private static double Largest(double[][] a, double[][] b) =>
        a.Concat(b).SelectMany(row => row).Max(value => Math.Abs(value));
}
