namespace MetaRL.Evaluation.Statistics;

/// <summary>
/// Holm's step-down correction (Holm 1979, "A simple sequentially rejective multiple test procedure"): of m tests whose
/// null hypotheses all hold, the chance that any adjusted p is at most α is at most α, however they depend on each
/// other.
/// </summary>
public static class HolmCorrection
{
    /// <summary>
    /// p̃₍ᵢ₎ = maxⱼ≤ᵢ min(1, (m − j + 1) p₍ⱼ₎) over the ascending p₍₁₎..p₍ₘ₎, in the order of the arguments.
    /// </summary>
    /// <param name="pValues">[m], each in [0, 1].</param>
    public static double[] Adjust(IReadOnlyList<double> pValues)
    {
        if (!pValues.All(p => p is >= 0 and <= 1))
        {
            throw new ArgumentException(
                $"p-values must be from 0 to 1, but are {string.Join(", ", pValues)}.", nameof(pValues));
        }

        var adjusted = new double[pValues.Count];
        var (largest, left) = (0.0, pValues.Count);
        foreach (var test in Enumerable.Range(0, pValues.Count).OrderBy(test => pValues[test]))
        {
            largest = Math.Max(largest, Math.Min(1, left * pValues[test]));
            (adjusted[test], left) = (largest, left - 1);
        }

        return adjusted;
    }
}
