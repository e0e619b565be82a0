using ScottPlot;

namespace MetaRL.Evaluation.Plots;

/// <summary>Text broken behind hyphens, slashes, underscores and spaces.</summary>
internal static class Wrapping
{
    /// <summary>Lines that are no wider than they may be; what does not fit into the last one ends in "…".</summary>
    /// <param name="text">What is written.</param>
    /// <param name="widest">Width of a line.</param>
    /// <param name="most">Number of lines.</param>
    /// <param name="style">How.</param>
    public static string[] Lines(string text, float widest, int most, LabelStyle style)
    {
        using var paint = Paint.NewDisposablePaint();
        var lines = new List<string> { "" };
        foreach (var part in Parts(text))
        {
            if (lines[^1].Length > 0 && lines.Count < most && Width((lines[^1] + part).TrimEnd()) > widest)
            {
                lines.Add("");
            }

            lines[^1] += part;
        }

        return [.. lines.Select(line => Shortened(line.TrimEnd(), widest, Width))];

        float Width(string line) => style.Measure(line, paint).Width;
    }

    private static IEnumerable<string> Parts(string text)
    {
        var start = 0;
        for (var at = 0; at < text.Length; at++)
        {
            if (at == text.Length - 1 || text[at] is '-' or '/' or '_' or ' ')
            {
                yield return text[start..(at + 1)];
                start = at + 1;
            }
        }
    }

    private static string Shortened(string line, float widest, Func<string, float> width)
    {
        var kept = line.Length;
        while (kept > 1 && width(Text()) > widest)
        {
            kept--;
        }

        return Text();

        string Text() => kept == line.Length ? line : line[..kept] + "…";
    }
}
