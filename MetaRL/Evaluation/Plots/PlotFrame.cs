namespace MetaRL.Evaluation.Plots;

/// <summary>The rectangle of the plot in pixels and the range of values it shows.</summary>
internal readonly record struct PlotFrame(
    double Left, double Top, double Right, double Bottom, AxisRange X, AxisRange Y)
{
    public double PixelX(double value) => Left + (Right - Left) * X.Fraction(value);

    public double PixelY(double value) => Bottom - (Bottom - Top) * Y.Fraction(value);
}

/// <summary>The values from one end of an axis to the other.</summary>
internal readonly record struct AxisRange(double Low, double High)
{
    public double Fraction(double value) => (value - Low) / (High - Low);

    /// <summary>The range of the values with a margin on both sides, as a part of the range; never empty.</summary>
    public static AxisRange Around(IEnumerable<double> values, double margin)
    {
        double[] known = [.. values.DefaultIfEmpty(0)];
        var (low, high) = (known.Min(), known.Max());
        var size = Math.Max(Math.Abs(low), Math.Abs(high));
        var pad = high - low > 1e-9 * size ? margin * (high - low) : size > 0 ? 0.1 * size : 1;
        return new AxisRange(low - pad, high + pad);
    }
}
