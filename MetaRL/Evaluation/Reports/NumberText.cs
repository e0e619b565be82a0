using System.Globalization;
using MetaRL.Evaluation.Statistics;

namespace MetaRL.Evaluation.Reports;

/// <summary>Numbers as people read them: the same in Markdown, in the terminal and on plots.</summary>
public static class NumberText
{
    /// <summary>What stands where there is no number.</summary>
    public const string Missing = "–";

    /// <summary>
    /// Decimals that show three figures of the largest value: 1 for 40.1, 2 for 6.71, 0 from 1,000 on.
    /// </summary>
    public static int Decimals(params IEnumerable<double> values)
    {
        var largest = values.Select(Math.Abs).DefaultIfEmpty(0).Max();
        return largest >= 1000 ? 0 : largest == 0 ? 1 : Math.Clamp(2 - Magnitude(largest), 1, 6);
    }

    /// <summary>
    /// Decimals that show two figures of the interval's half width, at least <paramref name="least"/>.
    /// </summary>
    public static int Decimals(Estimate estimate, int least)
    {
        var half = (estimate.High - estimate.Low) / 2;
        return half > 0 ? Math.Clamp(1 - Magnitude(half), least, 6) : least;
    }

    /// <summary>Fixed decimals, a true minus sign, never "−0.0".</summary>
    public static string Fixed(double value, int decimals)
    {
        var text = value.ToString("F" + decimals, CultureInfo.InvariantCulture);
        var zero = text.AsSpan().IndexOfAnyInRange('1', '9') < 0;
        return zero ? text.TrimStart('-') : text.Replace('-', '−');
    }

    /// <summary><see cref="Fixed"/> with a plus sign unless it is negative.</summary>
    public static string WithSign(double value, int decimals)
    {
        var text = Fixed(value, decimals);
        return text.StartsWith('−') ? text : "+" + text;
    }

    /// <summary><c>−12.8 [−14.1, −11.5]</c>.</summary>
    public static string Interval(Estimate estimate, int decimals) =>
        $"{Fixed(estimate.Value, decimals)} {Bounds(estimate, decimals)}";

    /// <summary><c>+27.3 [25.1, 29.0]</c>.</summary>
    public static string IntervalWithSign(Estimate estimate, int decimals) =>
        $"{WithSign(estimate.Value, decimals)} {Bounds(estimate, decimals)}";

    /// <summary>A share of 1 in whole per cent: <c>96 %</c>.</summary>
    public static string Percent(double share) => Fixed(100 * share, 0) + " %";

    /// <summary><c>96 % [94, 97]</c>.</summary>
    public static string Percent(Estimate share) =>
        $"{Percent(share.Value)} [{Fixed(100 * share.Low, 0)}, {Fixed(100 * share.High, 0)}]";

    /// <summary>Two figures of a p-value, <c>0.031</c>, or <c>&lt; 0.001</c>.</summary>
    public static string Probability(double p) =>
        p < 0.001 ? "< 0.001" : p.ToString("G2", CultureInfo.InvariantCulture);

    /// <summary><c>1.6M</c>, or <c>1.6M to 1.7M</c> where they differ.</summary>
    public static string Counts(IReadOnlyCollection<long> values)
    {
        var (least, most) = (Count(values.Min()), Count(values.Max()));
        return least == most ? most : $"{least} to {most}";
    }

    /// <summary>
    /// Two figures after the point at most: <c>950</c>, <c>40k</c>, <c>1.6M</c>, <c>2.05G</c>, <c>4.25E+37</c>.
    /// </summary>
    public static string Count(double value)
    {
        if (value >= 1e15)
        {
            return value.ToString("0.##E+0", CultureInfo.InvariantCulture);
        }

        var (unit, suffix) = Unit(value);
        return (value / unit).ToString("0.##", CultureInfo.InvariantCulture).Replace('-', '−') + suffix;
    }

    /// <summary>The largest of 1, k, M, G that is not above the value; k only from 10,000 on.</summary>
    public static (double Unit, string Suffix) Unit(double value) => Math.Abs(value) switch
    {
        >= 1e9 => (1e9, "G"),
        >= 1e6 => (1e6, "M"),
        >= 1e4 => (1e3, "k"),
        _ => (1, ""),
    };

    private static int Magnitude(double value) => (int)Math.Floor(Math.Log10(value));

    private static string Bounds(Estimate estimate, int decimals) =>
        $"[{Fixed(estimate.Low, decimals)}, {Fixed(estimate.High, decimals)}]";
}
