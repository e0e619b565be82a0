namespace MetaRL.Evaluation.Plots;

/// <summary>The values from one end of an axis to the other.</summary>
internal readonly record struct AxisRange(double Low, double High)
{
    /// <summary>The range of the finite values with a margin on both sides, as a part of it; never empty.</summary>
    public static AxisRange Around(IEnumerable<double> values, double margin = 0.06)
    {
        double[] known = [.. values.Where(double.IsFinite).DefaultIfEmpty(0)];
        var (low, high) = (known.Min(), known.Max());
        var size = Math.Max(Math.Abs(low), Math.Abs(high));
        var pad = high - low > 1e-9 * size ? margin * (high - low) : size > 0 ? 0.1 * size : 1;
        return new AxisRange(low - pad, high + pad);
    }
}
