using MetaRL.Configuration.Yaml;

namespace MetaRL.Configuration.Catalog;

/// <summary>A line of a file with a key in it, and with what the key cannot do without.</summary>
internal static class KeyExample
{
    /// <summary>The line.</summary>
    /// <param name="path">The key in full.</param>
    /// <param name="kind">A family or algorithm that has it, with all of its keys; of no name where all have.</param>
    public static string Of(string path, CatalogKind kind)
    {
        var values = new List<(string Path, string Value)>();
        if (kind.Name is not null && path.StartsWith("family.", StringComparison.Ordinal) && path != "family.name")
        {
            values.Add(("family.name", kind.Name));
        }

        foreach (var key in Around(path, kind))
        {
            foreach (var refused in key.Refusals.GroupBy(one => one.Key, one => one.Value))
            {
                if (Needed(refused.Key, [.. refused], kind) is { } value && values.All(one => one.Path != refused.Key))
                {
                    values.Add((refused.Key, value));
                }
            }
        }

        if (Find(path, kind) is { } own)
        {
            _ = values.RemoveAll(one => one.Path == path);
            values.Add((path, path == "family.name" ? kind.Name! : KeyText.Example(own.Asked)));
        }

        return Line(values.Select(one => (Parts(one.Path, kind.Name), one.Value)).DefaultIfEmpty(
            (Parts(path, kind.Name), "...")));
    }

    // Of a section whose keys are refused, those below it are too.
    private static IEnumerable<CatalogKey> Around(string path, CatalogKind kind)
    {
        var parts = path.Split('.');
        return Enumerable.Range(1, parts.Length).Select(count => Find(string.Join('.', parts[..count]), kind))
            .OfType<CatalogKey>();
    }

    // A value beside which a key has a meaning, where the default is none.
    private static string? Needed(string other, string[] refused, CatalogKind kind) =>
        Find(other, kind) is not { } key || (!key.FollowsOthers && !refused.Contains(key.Asked.Default)) ? null
        : key.Asked.Kind == KeyKind.Flag ? (refused.Contains("true") ? "false" : "true")
        : key.Asked.Choices.FirstOrDefault(choice => !refused.Contains(choice));

    private static CatalogKey? Find(string path, CatalogKind kind) => kind.Keys.FirstOrDefault(key => key.Path == path);

    private static string[] Parts(string path, string? algorithm) =>
        [.. path.Split('.').Select(part => part == "*" ? algorithm ?? "maml" : part)];

    private static string Line(IEnumerable<(string[] Keys, string Value)> values) => string.Join(
        ", ", values.GroupBy(one => one.Keys[0]).Select(same => same.First().Keys.Length == 1
            ? $"{same.Key}: {same.First().Value}"
            : $"{same.Key}: {{{Line(same.Select(one => (one.Keys[1..], one.Value)))}}}"));
}
