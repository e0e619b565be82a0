namespace MetaRL.Evaluation.Statistics;

/// <summary>
/// The aggregates of Agarwal et al. (2021), "Deep reinforcement learning at the edge of the statistical precipice", on
/// cell values: a cell is the mean over E environments of one (seed, task).
/// </summary>
public static class ScoreStatistics
{
    /// <summary>A random→optimal gap below this, in units of return, is no scale to normalise by.</summary>
    public const double SmallestGap = 1e-9;

    /// <summary>Mean of the middle half of the values, see <see cref="RunTaskScores.InterquartileMean"/>.</summary>
    public static double InterquartileMean(double[] values) => new RunTaskScores([values]).InterquartileMean();

    /// <summary>Mean of the worst share of the values, see <see cref="RunTaskScores.WorstMean"/>.</summary>
    /// <param name="values">[n].</param>
    /// <param name="share">α in (0, 1].</param>
    public static double WorstMean(double[] values, double share) => new RunTaskScores([values]).WorstMean(share);

    /// <summary>
    /// P(A &gt; B) = (1/N) Σₙ U(aₙ, bₙ) / (S_A S_B), U the Mann-Whitney statistic over pairs of seeds, ties one half
    /// (Agarwal et al. 2021, section 4.3). With one seed each it is the share of tasks on which A is higher.
    /// </summary>
    /// <param name="a">[S_A, N].</param>
    /// <param name="b">[S_B, N], the same tasks.</param>
    public static double ProbabilityOfImprovement(double[][] a, double[][] b) =>
        new RunTaskScores(Differences(a, b)).ShareAboveZero();

    /// <summary>[S_A·S_B, N] the differences aₛₙ − bᵣₙ for every pair of seeds (s, r) on the same task n.</summary>
    public static double[][] Differences(double[][] a, double[][] b) =>
        [.. a.SelectMany(first => b.Select(second => Subtract(first, second)))];

    /// <summary>[S, N] the differences aₛₙ − bₛₙ of the same seed on the same task.</summary>
    public static double[][] PairedDifferences(double[][] a, double[][] b) => [.. a.Zip(b, Subtract)];

    /// <summary>
    /// [N] (returnₙ − randomₙ) / (optimalₙ − randomₙ): 0 is as good as random actions, 1 is the task's exact optimum.
    /// NaN where the gap is below <see cref="SmallestGap"/>.
    /// </summary>
    public static double[] ShareOfGap(double[] returns, double[] random, double[] optimal)
    {
        double[] share = new double[returns.Length];
        for (int task = 0; task < share.Length; task++)
        {
            double gap = optimal[task] - random[task];
            share[task] = gap < SmallestGap ? double.NaN : (returns[task] - random[task]) / gap;
        }
        return share;
    }

    private static double[] Subtract(double[] a, double[] b)
    {
        if (a.Length != b.Length)
        {
            throw new ArgumentException($"Paired rows must have the same tasks, but have {a.Length} and {b.Length}.");
        }
        return [.. a.Zip(b, (x, y) => x - y)];
    }
}
