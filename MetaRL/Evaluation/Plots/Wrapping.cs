namespace MetaRL.Evaluation.Plots;

/// <summary>Names broken behind hyphens, slashes, underscores and spaces.</summary>
internal static class Wrapping
{
    private const int MostLines = 3;

    /// <summary>At most three lines of at most so many characters; what does not fit ends in "…".</summary>
    public static string[] Lines(string name, int characters)
    {
        var lines = new List<string> { "" };
        foreach (var part in Parts(name))
        {
            var together = lines[^1].Length + part.TrimEnd().Length;
            if (lines[^1].Length > 0 && together > characters && lines.Count < MostLines)
            {
                lines.Add("");
            }

            lines[^1] += part;
        }

        return [.. lines.Select(line => Shortened(line.TrimEnd(), characters))];
    }

    private static IEnumerable<string> Parts(string name)
    {
        var start = 0;
        for (var at = 0; at < name.Length; at++)
        {
            if (at == name.Length - 1 || name[at] is '-' or '/' or '_' or ' ')
            {
                yield return name[start..(at + 1)];
                start = at + 1;
            }
        }
    }

    private static string Shortened(string line, int characters) =>
        line.Length <= characters ? line : line[..Math.Max(1, characters - 1)] + "…";
}
