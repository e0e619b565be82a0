namespace MetaRL.Evaluation.Statistics;

/// <summary>
/// [R, N] one score per (run, task), as a sample whose tasks can be drawn several times or not at all, with the
/// aggregates of Agarwal et al. (2021), "Deep reinforcement learning at the edge of the statistical precipice".
/// A run is a seed, or a pair of seeds when two algorithms are compared. Every statistic takes m ∈ ℕᴺ, how often each
/// task is in the resample; null is the sample itself, m = 1. The scores are sorted once, so that a replicate of
/// the bootstrap costs one pass over them.
/// </summary>
public sealed class RunTaskScores
{
    private readonly double[] _sorted;
    private readonly int[] _tasks; // of each of the sorted scores
    private readonly int _runs;

    /// <param name="rows">[R, N], finite.</param>
    public RunTaskScores(double[][] rows)
    {
        ArgumentOutOfRangeException.ThrowIfZero(rows.Length);
        _runs = rows.Length;
        Tasks = rows[0].Length;
        ArgumentOutOfRangeException.ThrowIfZero(Tasks);
        _sorted = [.. rows.SelectMany(row => row)];
        if (_sorted.Length != _runs * Tasks || !_sorted.All(double.IsFinite))
        {
            throw new ArgumentException($"Rows must be finite and of {Tasks} tasks each.", nameof(rows));
        }

        _tasks = new int[_sorted.Length];
        for (var index = 0; index < _tasks.Length; index++)
        {
            _tasks[index] = index % Tasks;
        }

        Array.Sort(_sorted, _tasks);
    }

    /// <summary>N.</summary>
    public int Tasks { get; }

    /// <summary>
    /// IQM = mean of x₍ᵢ₎, ⌊n/4⌋ ≤ i &lt; n − ⌊n/4⌋, over the n sorted scores (Agarwal et al. 2021, section 4.3): the
    /// mean of the middle half. As there, the cut is by whole scores, never by fractions of one.
    /// </summary>
    public double InterquartileMean(int[]? multiplicity = null)
    {
        var scores = Count(multiplicity);
        return MeanOfRanks(scores / 4, scores - (scores / 4), multiplicity);
    }

    /// <summary>Mean of all scores.</summary>
    public double Mean(int[]? multiplicity = null) => MeanOfRanks(0, Count(multiplicity), multiplicity);

    /// <summary>
    /// CVaRα = (1/αn) ∫₀^αn x₍⌊u⌋₎ du: the mean of the worst α of the scores (Rockafellar and Uryasev 2002); a score
    /// on the boundary counts by the fraction that is inside, and at least the worst score is in.
    /// </summary>
    /// <param name="share">α in (0, 1].</param>
    /// <param name="multiplicity">[N], null for the sample itself.</param>
    public double WorstMean(double share, int[]? multiplicity = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(share);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(share, 1);
        return MeanOfRanks(0, Math.Max(1, share * Count(multiplicity)), multiplicity);
    }

    /// <summary>
    /// The score in the middle, or the mean of the middle two. Of tasks' means over runs it is the median of Agarwal et
    /// al. (2021, section 4.3): nearly half of the tasks can fail and it stays.
    /// </summary>
    public double Median(int[]? multiplicity = null)
    {
        var scores = Count(multiplicity);
        return MeanOfRanks((scores - 1) / 2, (scores / 2) + 1, multiplicity);
    }

    /// <summary>
    /// γ − (1/n) Σᵢ min(xᵢ, γ): how far the scores fall short of γ, without credit for what exceeds it (Agarwal et al.
    /// 2021, section 4.3). Never below 0.
    /// </summary>
    /// <param name="target">γ.</param>
    /// <param name="multiplicity">[N], null for the sample itself.</param>
    public double OptimalityGap(double target, int[]? multiplicity = null)
    {
        var shortfall = 0.0;
        for (var index = 0; index < _sorted.Length && _sorted[index] < target; index++)
        {
            shortfall += (target - _sorted[index]) * Multiplicity(multiplicity, index);
        }

        return shortfall / Count(multiplicity);
    }

    /// <summary>F̂(τ) = (1/n) Σᵢ 𝟙[xᵢ &gt; τ] (Agarwal et al. 2021, section 4.2).</summary>
    /// <param name="threshold">τ.</param>
    /// <param name="multiplicity">[N], null for the sample itself.</param>
    public double ShareAbove(double threshold, int[]? multiplicity = null)
    {
        var above = 0L;
        for (var index = _sorted.Length - 1; index >= 0 && _sorted[index] > threshold; index--)
        {
            above += Multiplicity(multiplicity, index);
        }

        return (double)above / Count(multiplicity);
    }

    /// <summary>
    /// (1/n) Σᵢ (𝟙[xᵢ &gt; 0] + ½ 𝟙[xᵢ = 0]). On differences A − B this is P(A &gt; B), ties split evenly.
    /// </summary>
    public double ShareAboveZero(int[]? multiplicity = null)
    {
        var above = 0.0;
        for (var index = 0; index < _sorted.Length; index++)
        {
            var weight = _sorted[index] > 0 ? 1 : _sorted[index] == 0 ? 0.5 : 0;
            above += weight * Multiplicity(multiplicity, index);
        }

        return above / Count(multiplicity);
    }

    private long Count(int[]? multiplicity) =>
        multiplicity is null ? _sorted.Length : (long)_runs * multiplicity.Sum();

    private int Multiplicity(int[]? multiplicity, int index) =>
        multiplicity is null ? 1 : multiplicity[_tasks[index]];

    /// <summary>
    /// Mean over the ranks in [from, to); sums distances from one member, so that equal scores give that value.
    /// </summary>
    private double MeanOfRanks(double from, double to, int[]? multiplicity)
    {
        var anchor = double.NaN;
        var (sum, rank) = (0.0, 0.0);
        for (var index = 0; index < _sorted.Length && rank < to; index++)
        {
            var next = rank + Multiplicity(multiplicity, index);
            var inside = Math.Min(next, to) - Math.Max(rank, from);
            if (inside > 0)
            {
                anchor = double.IsNaN(anchor) ? _sorted[index] : anchor;
                sum += inside * (_sorted[index] - anchor);
            }

            rank = next;
        }

        return anchor + (sum / (to - from));
    }
}
