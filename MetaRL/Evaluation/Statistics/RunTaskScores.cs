namespace MetaRL.Evaluation.Statistics;

/// <summary>
/// [R, N] one value per (run, task), as a sample whose tasks can be drawn several times or not at all.
/// A run is a seed, or a pair of seeds when two algorithms are compared. Every statistic takes m ∈ ℕᴺ, how often each
/// task is in the resample; null is the sample itself, m = 1. The cells are sorted once, so that a replicate of
/// the bootstrap costs one pass over them.
/// </summary>
public sealed class RunTaskScores
{
    private readonly double[] values;
    private readonly int[] tasks;
    private readonly int runs;

    /// <param name="rows">[R, N], finite.</param>
    public RunTaskScores(double[][] rows)
    {
        ArgumentOutOfRangeException.ThrowIfZero(rows.Length);
        runs = rows.Length;
        Tasks = rows[0].Length;
        ArgumentOutOfRangeException.ThrowIfZero(Tasks);
        values = [.. rows.SelectMany(row => row)];
        if (values.Length != runs * Tasks || !values.All(double.IsFinite))
        {
            throw new ArgumentException($"Rows must be finite and of {Tasks} tasks each.", nameof(rows));
        }
        tasks = new int[values.Length];
        for (int cell = 0; cell < tasks.Length; cell++)
        {
            tasks[cell] = cell % Tasks;
        }
        Array.Sort(values, tasks);
    }

    /// <summary>N.</summary>
    public int Tasks { get; }

    /// <summary>
    /// IQM = mean of x₍ᵢ₎, ⌊n/4⌋ ≤ i &lt; n − ⌊n/4⌋, over the n sorted cells (Agarwal et al. 2021, section 4.3): the
    /// mean of the middle half. As there, the cut is by whole cells, never by fractions of one.
    /// </summary>
    public double InterquartileMean(int[]? multiplicity = null)
    {
        long cells = Cells(multiplicity);
        return MeanOfRanks(cells / 4, cells - cells / 4, multiplicity);
    }

    /// <summary>Mean of all cells.</summary>
    public double Mean(int[]? multiplicity = null) => MeanOfRanks(0, Cells(multiplicity), multiplicity);

    /// <summary>
    /// CVaRα = (1/αn) ∫₀^αn x₍⌊u⌋₎ du: the mean of the worst α of the cells (Rockafellar and Uryasev 2002); a cell on
    /// the boundary counts by the fraction that is inside, and at least the worst cell is in.
    /// </summary>
    /// <param name="share">α in (0, 1].</param>
    /// <param name="multiplicity">[N], null for the sample itself.</param>
    public double WorstMean(double share, int[]? multiplicity = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(share);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(share, 1);
        return MeanOfRanks(0, Math.Max(1, share * Cells(multiplicity)), multiplicity);
    }

    /// <summary>
    /// (1/n) Σᵢ (𝟙[xᵢ &gt; 0] + ½ 𝟙[xᵢ = 0]). On differences A − B this is P(A &gt; B), ties split evenly.
    /// </summary>
    public double ShareAboveZero(int[]? multiplicity = null)
    {
        double above = 0;
        for (int cell = 0; cell < values.Length; cell++)
        {
            double weight = values[cell] > 0 ? 1 : values[cell] == 0 ? 0.5 : 0;
            above += weight * Multiplicity(multiplicity, cell);
        }
        return above / Cells(multiplicity);
    }

    private long Cells(int[]? multiplicity) =>
        multiplicity is null ? values.Length : (long)runs * multiplicity.Sum();

    private int Multiplicity(int[]? multiplicity, int cell) => multiplicity is null ? 1 : multiplicity[tasks[cell]];

    /// <summary>
    /// Mean over the ranks in [from, to); sums distances from one member, so that equal cells give that value.
    /// </summary>
    private double MeanOfRanks(double from, double to, int[]? multiplicity)
    {
        double anchor = double.NaN;
        double sum = 0;
        double rank = 0;
        for (int cell = 0; cell < values.Length && rank < to; cell++)
        {
            double next = rank + Multiplicity(multiplicity, cell);
            double inside = Math.Min(next, to) - Math.Max(rank, from);
            if (inside > 0)
            {
                anchor = double.IsNaN(anchor) ? values[cell] : anchor;
                sum += inside * (values[cell] - anchor);
            }
            rank = next;
        }
        return anchor + sum / (to - from);
    }
}
