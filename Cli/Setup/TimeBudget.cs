using System.Globalization;
using System.Text.RegularExpressions;

namespace MetaRL.Cli.Setup;

/// <summary>A time as people type it: <c>90s</c>, <c>10m</c>, <c>1h</c>, or in the words of the question.</summary>
internal static partial class TimeBudget
{
    public const string Rule = "a minute, ten minutes, an hour, or a number with s, m or h, such as 90s";

    private const double Longest = 7 * 24 * 3600; // seconds

    private static readonly Dictionary<string, string> Words = new()
    {
        ["a minute"] = "1m", ["ten minutes"] = "10m", ["an hour"] = "1h",
    };

    /// <summary>The time; null where the text is none, or none that a file is written for.</summary>
    public static TimeSpan? Parse(string text)
    {
        var match = Form().Match(Words.GetValueOrDefault(text, text));
        if (!match.Success)
        {
            return null;
        }

        var unit = match.Groups["unit"].Value[0] switch { 's' => 1, 'm' => 60, _ => 3600 };
        var seconds = double.Parse(match.Groups["number"].Value, CultureInfo.InvariantCulture) * unit;
        return seconds is >= 1 and <= Longest ? TimeSpan.FromSeconds(seconds) : null;
    }

    [GeneratedRegex(@"\A(?<number>[0-9]{1,6}(\.[0-9]{1,3})?) ?(?<unit>s|m|min|h)\z")]
    private static partial Regex Form();
}
