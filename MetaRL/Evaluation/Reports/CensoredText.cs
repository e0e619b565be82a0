using MetaRL.Evaluation.Statistics;

namespace MetaRL.Evaluation.Reports;

/// <summary>A <see cref="CensoredMedian"/> in words.</summary>
internal static class CensoredText
{
    /// <summary>
    /// <c>1.2M (0.9M to 1.6M)</c>, <c>1.2M (0.9M to not reached; 2 of 3 seeds)</c>, or <c>not reached</c>.
    /// </summary>
    /// <param name="times">Over seeds.</param>
    /// <param name="format">Of one time.</param>
    public static string Of(CensoredMedian times, Func<double, string> format)
    {
        if (times.Reached == 0)
        {
            return "not reached";
        }

        var median = Time(times.Median);
        if (times.Seeds == 1)
        {
            return median;
        }

        var part = times.Reached == times.Seeds ? "" : $"; {times.Reached} of {times.Seeds} seeds";
        return $"{median} ({Time(times.Low)} to {Time(times.High)}{part})";

        string Time(double? value) => value is { } known ? format(known) : "not reached";
    }
}
