using System.Globalization;
using MetaRL.Evaluation.Reports;
using MetaRL.Learners;

namespace MetaRL.Cli.Progress;

/// <summary>Progress in words: the same live and in plain lines.</summary>
internal static class ProgressText
{
    /// <summary><c>return −38.2 → −12.1</c>.</summary>
    public static string Returns(MetaMetrics metrics)
    {
        var (before, after) = (metrics.ReturnBefore, metrics.ReturnAfter);
        var decimals = NumberText.Decimals(before, after);
        return $"return {NumberText.Fixed(before, decimals)} → {NumberText.Fixed(after, decimals)}";
    }

    /// <summary><c>31.2k steps/s, 1 min 20 s left</c>.</summary>
    public static string Speed(Pace pace) => $"{Rate(pace.EnvStepsPerSecond)} steps/s, {Duration(pace.Left)} left";

    /// <summary><c>4.2 s</c>, <c>42 s</c>, <c>1 min 20 s</c>, <c>2 h 05 min</c>.</summary>
    public static string Duration(TimeSpan time) => time switch
    {
        { TotalSeconds: < 9.95 } => Text($"{time.TotalSeconds:0.0} s"),
        { TotalSeconds: < 59.5 } => Text($"{time.TotalSeconds:0} s"),
        { TotalMinutes: < 60 } => Text($"{(int)time.TotalMinutes} min {time.Seconds:00} s"),
        _ => Text($"{(int)time.TotalHours} h {time.Minutes:00} min"),
    };

    // Three figures: 950, 9.5k, 31.2k, 1.2M.
    private static string Rate(double rate) => rate switch
    {
        < 1000 => Text($"{rate:0}"),
        < 1e6 => Text($"{rate / 1e3:0.0}k"),
        _ => Text($"{rate / 1e6:0.0}M"),
    };

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
