using MetaRL.Environments.Tasks;

namespace MetaRL.Evaluation.Statistics;

/// <summary>
/// The stratified percentile bootstrap over (seed, task) (Efron and Tibshirani 1993, section 13.3; Agarwal et al. 2021,
/// section 4.1). Seeds are the strata: every replicate draws N tasks with replacement within every seed, and
/// [θ*₍₂.₅₎, θ*₍₉₇.₅₎] of the replicates is the interval. It answers "what if other tasks had been drawn";
/// it does not cover the variance between training seeds, which is why <see cref="SeedSpread"/> stands beside it.
/// <para>Differs from the paper:</para>
/// <list type="bullet">
/// <item>the paper's tasks are a fixed benchmark and its runs are resampled; here the tasks are a sample and the few
/// seeds are fixed;</item>
/// <item>all seeds share one draw of tasks, because they are evaluated on the same tasks: a task that is hard is hard
/// for every seed, and independent draws would average that away and report an interval too narrow by up to
/// √seeds.</item>
/// </list>
/// One instance holds one set of draws. Statistics compared with one another use the same instance.
/// </summary>
public sealed class TaskBootstrap
{
    /// <summary>Replicates of an interval unless told otherwise; Efron and Tibshirani advise at least 1,000.</summary>
    public const int DefaultReplicates = 2000;

    private readonly int[][] _multiplicities;
    private readonly double _confidence;

    /// <param name="tasks">N, at least 1.</param>
    /// <param name="replicates">Number of resamples, at least 1.</param>
    /// <param name="confidence">Coverage aimed at, in (0, 1).</param>
    /// <param name="seed">Determines all draws.</param>
    public TaskBootstrap(int tasks, int replicates = DefaultReplicates, double confidence = 0.95, ulong seed = 0)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(tasks, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(replicates, 1);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(confidence);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(confidence, 1);
        _confidence = confidence;
        var random = new SplitMix64(seed);
        _multiplicities = new int[replicates][];
        for (var replicate = 0; replicate < replicates; replicate++)
        {
            var drawn = new int[tasks];
            for (var draw = 0; draw < tasks; draw++)
            {
                drawn[random.Below(tasks)]++;
            }

            _multiplicities[replicate] = drawn;
        }
    }

    /// <summary>The statistic of the sample with its interval.</summary>
    /// <param name="statistic">A function of how often each task was drawn, [N]; null asks for the sample
    /// itself.</param>
    public Estimate Of(Func<int[]?, double> statistic)
    {
        var replicates = Array.ConvertAll(_multiplicities, drawn => statistic(drawn));
        Array.Sort(replicates);
        var tail = (1 - _confidence) / 2;
        return new Estimate(statistic(null), Percentile(replicates, tail), Percentile(replicates, 1 - tail));
    }

    /// <summary>
    /// √(Σ_b (θ*_b − θ̄*)² / (B − 1)) over the B replicates: the standard error of the statistic over the draw of tasks
    /// (Efron and Tibshirani 1993, equation 6.6).
    /// </summary>
    /// <param name="statistic">As that of <see cref="Of"/>.</param>
    public double StandardError(Func<int[]?, double> statistic) =>
        ScoreStatistics.StandardDeviation(Array.ConvertAll(_multiplicities, drawn => statistic(drawn)));

    /// <summary>Linear interpolation between order statistics (Hyndman and Fan 1996, definition 7).</summary>
    private static double Percentile(double[] sorted, double level)
    {
        var position = level * (sorted.Length - 1);
        var below = (int)position;
        var above = Math.Min(below + 1, sorted.Length - 1);
        return sorted[below] + (position - below) * (sorted[above] - sorted[below]);
    }
}
