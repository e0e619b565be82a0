using System.Text;

namespace MetaRL.Configuration.Catalog;

/// <summary>All keys in tables: <c>docs/configuration.md</c>.</summary>
public static class KeyMarkdown
{
    private const string Parameters = "family.tasks.";

    /// <summary>The file.</summary>
    public static string Text()
    {
        var text = new StringBuilder(
            "# Every key of an experiment file\n\nWritten by `metarl explain --markdown` from what the program reads;"
            + " [experiments.md](experiments.md) says how files are put together.\n`metarl explain KEY` shows one key."
            + " A default \"or by other keys\" is that of a file that says nothing else.\n\n");
        foreach (var section in KeyCatalog.Sections)
        {
            var path = section.Path == "algorithms" ? KeyReference.Star : section.Path;
            _ = text.Append($"## {(path.Length == 0 ? "The file" : $"`{path}`")}\n\n");
            if (path.Length > 0)
            {
                var words = KeyReference.Meaning(section.Path);
                _ = text.Append($"{char.ToUpperInvariant(words[0])}{words[1..]}{Link(section.Path)}.\n\n");
            }

            var rows = KeyReference.Rows(section.Kinds, path, isDeep: true)
                .ToLookup(row => row.Key.StartsWith(Parameters, StringComparison.Ordinal));
            Table(text, [.. rows[false]]);
            if (rows[true].Any())
            {
                Table(text, [.. rows[true]]);
            }
        }

        return text.ToString().TrimEnd() + "\n";
    }

    private static string Link(string path) => KeyWords.More(path) is { } more
        ? $": [{more.Split('#')[0]}]({more})"
        : "";

    private static void Table(StringBuilder text, IReadOnlyList<KeyRow> rows)
    {
        var isOfSome = rows.Any(row => row.Of.Count > 0);
        _ = text.Append($"| key | takes | default |{(isOfSome ? " of |" : "")} meaning |\n")
            .Append(isOfSome ? "|---|---|---|---|---|\n" : "|---|---|---|---|\n");
        foreach (var row in rows)
        {
            string[] of = isOfSome ? [string.Join(", ", row.Of.DefaultIfEmpty("all"))] : [];
            string[] cells = [$"`{row.Key}`", row.Takes, Default(row), .. of, row.Meaning];
            _ = text.Append($"| {string.Join(" | ", cells)} |\n");
        }

        _ = text.Append('\n');
    }

    private static string Default(KeyRow row)
    {
        var usual = row.Default is "" or "none" or "required" ? row.Default : $"`{row.Default}`";
        return row.FollowsOthers ? $"{usual}, or by other keys" : usual;
    }
}
