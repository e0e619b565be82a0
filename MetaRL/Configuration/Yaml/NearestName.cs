namespace MetaRL.Configuration.Yaml;

/// <summary>The name that was probably meant.</summary>
public static class NearestName
{
    /// <summary>
    /// The candidate of the smallest edit distance from <paramref name="name"/>; null where that is above a third of
    /// the letters.
    /// </summary>
    public static string? Of(string name, IEnumerable<string> candidates)
    {
        if (name.Length > Quotation.Longest)
        {
            return null;
        }

        var (nearest, distance) = candidates
            .Select(candidate => (Candidate: candidate, Distance: Distance(Plain(name), Plain(candidate))))
            .OrderBy(pair => pair.Distance)
            .FirstOrDefault((Candidate: "", Distance: int.MaxValue));
        return distance <= Math.Max(1, Math.Max(name.Length, nearest.Length) / 3) ? nearest : null;
    }

    /// <summary><c>; did you mean 'x'?</c>, or where nothing is near, <c>; there are a, b, c.</c></summary>
    public static string Cure(string name, IReadOnlyCollection<string> candidates, string there = "there are") =>
        Of(name, candidates) is { } nearest
            ? $"; did you mean '{nearest}'?"
            : $"; {there} {string.Join(", ", candidates)}.";

    // step-size and step_size differ by nothing that anyone means.
    private static string Plain(string name) => name.Replace('-', '_').ToLowerInvariant();

    // Optimal string alignment distance: insertions, deletions, substitutions, and swaps of neighbours.
    private static int Distance(string a, string b)
    {
        var d = new int[a.Length + 1, b.Length + 1];
        for (var i = 0; i <= a.Length; i++)
        {
            for (var j = 0; j <= b.Length; j++)
            {
                if (i == 0 || j == 0)
                {
                    d[i, j] = i + j;
                    continue;
                }

                var change = a[i - 1] == b[j - 1] ? 0 : 1;
                d[i, j] = Math.Min(Math.Min(d[i - 1, j], d[i, j - 1]) + 1, d[i - 1, j - 1] + change);
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                {
                    d[i, j] = Math.Min(d[i, j], d[i - 2, j - 2] + 1);
                }
            }
        }

        return d[a.Length, b.Length];
    }
}
