using MetaRL.Evaluation.Reports;

namespace MetaRL.Evaluation.Plots;

/// <summary>A labelled position on an axis.</summary>
public readonly record struct Tick(double Position, string Label);

/// <summary>
/// Ticks at multiples of 1, 2 or 5 times a power of ten (Heckbert 1990, "Nice numbers for graph labels").
/// </summary>
public static class Ticks
{
    /// <param name="low">Lower end of the axis.</param>
    /// <param name="high">Upper end, above <paramref name="low"/>.</param>
    /// <param name="about">Number of steps aimed at.</param>
    /// <param name="wholeNumbers">Whether the axis counts things.</param>
    public static IReadOnlyList<Tick> Of(double low, double high, int about, bool wholeNumbers = false)
    {
        var step = Step((high - low) / about);
        step = wholeNumbers ? Math.Max(1, step) : step;
        var first = Math.Ceiling(low / step - 1e-9);
        var last = Math.Floor(high / step + 1e-9);
        double[] positions = [.. Enumerable.Range(0, (int)(last - first) + 1).Select(index => (first + index) * step)];
        var largest = positions.Select(Math.Abs).DefaultIfEmpty(0).Max();
        var (unit, suffix) = largest is 0 or (>= 1e-3 and < 1e12) ? NumberText.Unit(largest) : Exponent(largest);
        var decimals = Math.Max(0, -(int)Math.Floor(Math.Log10(step / unit) + 1e-9));
        return [.. positions.Select(position => new Tick(position, Label(position / unit, decimals, suffix)))];
    }

    /// <summary>The one of 1, 2, 5 × 10ⁿ nearest to the raw step.</summary>
    private static double Step(double raw)
    {
        var power = Math.Pow(10, Math.Floor(Math.Log10(raw)));
        return power * ((raw / power) switch
        {
            < 1.5 => 1,
            < 3 => 2,
            < 7 => 5,
            _ => 10,
        });
    }

    // 1e−9 and 1e15, by thousands
    private static (double Unit, string Suffix) Exponent(double largest)
    {
        var power = 3 * (int)Math.Floor(Math.Log10(largest) / 3 + 1e-9);
        return (Math.Pow(10, power), FormattableString.Invariant($"e{power}").Replace('-', '−'));
    }

    private static string Label(double value, int decimals, string suffix) =>
        value == 0 ? "0" : NumberText.Fixed(value, decimals) + suffix;
}
