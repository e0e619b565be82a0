using MetaRL.Configuration.Yaml;

namespace MetaRL.Configuration.Catalog;

/// <summary>A line of a file with a key in it, and with what the key cannot do without.</summary>
internal static class KeyExample
{
    // What must be written beside a key, whatever the others are.
    private static readonly Dictionary<string, (string Path, string Value)> Besides = new()
    {
        ["training.curriculum.levels"] = ("training.curriculum.every_iterations", "20"),
    };

    /// <summary>The line.</summary>
    /// <param name="path">The key in full.</param>
    /// <param name="kind">A family or algorithm that has it, with all of its keys; of no name where all have.</param>
    public static string Of(string path, CatalogKind kind)
    {
        if (path == "sweep")
        {
            return "sweep: {inner.step_size: [0.05, 0.1, 0.5]}"; // a key of another section
        }

        if (Find(path, kind) is null or { Asked.Kind: KeyKind.Section } && FirstBelow(path, kind) is { } below)
        {
            return Of(below.Path, kind);
        }

        var values = new List<(string Path, string Value)>();
        if (kind.Name is not null && path.StartsWith("family.", StringComparison.Ordinal) && path != "family.name")
        {
            values.Add(("family.name", kind.Name));
        }

        // First by keys that do not depend on others
        foreach (var refused in Around(path, kind).SelectMany(key => key.Refusals)
            .GroupBy(one => one.Key, one => one.Value)
            .OrderBy(one => Find(one.Key, kind)?.Refusals.Count ?? 0))
        {
            if (Needed(refused.Key, [.. refused], kind, values) is { } value)
            {
                values.Add((refused.Key, value));
            }
        }

        if (Besides.TryGetValue(path, out var beside))
        {
            values.Add(beside);
        }

        if (IsName(path) && Find(KeyText.RequiredChoice, kind) is { } required)
        {
            values.Add((required.Path, KeyText.Example(required.Asked)));
        }

        if (Find(path, kind) is { } own)
        {
            values.Add((path, IsName(path) ? kind.Name! : KeyText.Example(own.Asked)));
        }

        return Line(values.Select(one => (Parts(one.Path, kind.Name), one.Value)).DefaultIfEmpty(
            (Parts(path, kind.Name), "{}")));
    }

    // A number, which is easier to understand than a choice that other keys depend on.
    private static CatalogKey? FirstBelow(string path, CatalogKind kind) => kind.Keys
        .Where(key => key.Path.StartsWith($"{path}.", StringComparison.Ordinal) && key.Asked.Kind != KeyKind.Section)
        .OrderBy(key => key.Asked.Kind is KeyKind.Whole or KeyKind.Number ? 0 : 1).FirstOrDefault();

    // Of a section whose keys are refused, those below it are too.
    private static IEnumerable<CatalogKey> Around(string path, CatalogKind kind)
    {
        var parts = path.Split('.');
        return Enumerable.Range(1, parts.Length).Select(count => Find(string.Join('.', parts[..count]), kind))
            .OfType<CatalogKey>();
    }

    // A value beside which a key has a meaning, where the default is none.
    private static string? Needed(
        string other, string[] refused, CatalogKind kind, IReadOnlyList<(string Path, string Value)> values)
    {
        string? Value(string path) => values.Select(one => one.Path == path ? one.Value : null)
            .FirstOrDefault(value => value is not null) ?? Find(path, kind)?.Asked.Default;
        return Find(other, kind) is not { } key || values.Any(one => one.Path == other)
            || key.Refusals.Any(one => Value(one.Key) == one.Value) // it is not there itself
            || (!key.FollowsOthers && !refused.Contains(key.Asked.Default)) ? null
            : key.Asked.Kind == KeyKind.Flag ? (refused.Contains("true") ? "false" : "true")
            : key.Asked.Choices.FirstOrDefault(choice => !refused.Contains(choice));
    }

    private static bool IsName(string path) => path is "family.name" or $"{KeyReference.Star}.algorithm";

    private static CatalogKey? Find(string path, CatalogKind kind) => kind.Keys.FirstOrDefault(key => key.Path == path);

    private static string[] Parts(string path, string? algorithm) =>
        [.. path.Split('.').Select(part => part == "*" ? algorithm ?? "maml" : part)];

    private static string Line(IEnumerable<(string[] Keys, string Value)> values) => string.Join(
        ", ", values.GroupBy(one => one.Keys[0]).Select(same => same.First().Keys.Length == 1
            ? $"{same.Key}: {same.First().Value}"
            : $"{same.Key}: {{{Line(same.Select(one => (one.Keys[1..], one.Value)))}}}"));
}
