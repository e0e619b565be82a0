using MetaRL.Configuration.Yaml;

namespace MetaRL.Configuration.Catalog;

/// <summary>Explains the keys of experiment files.</summary>
public static class KeyReference
{
    internal const string Star = "algorithms.*";

    /// <summary>Sections and keys at the top of a file.</summary>
    public static KeyArticle Top => new("", [], Rows(KeyCatalog.Section("").Kinds, ""), [], "", null);

    /// <summary>What a key means, in a sentence without its full stop.</summary>
    public static string Meaning(string key) =>
        KeyWords.Of(key, kind: null) ?? throw new ArgumentException($"Nothing is said about '{key}'.", nameof(key));

    /// <summary>
    /// The keys that a name is: itself, or where there is none of that name, those that end with it, such as
    /// <c>step_size</c>.
    /// </summary>
    /// <exception cref="ConfigurationException">There is none.</exception>
    public static IReadOnlyList<KeyArticle> Find(string key)
    {
        var parts = key.Split('.');
        parts = parts is ["experiments", _, .., _] ? parts[2..] : parts;
        var algorithm = parts is ["algorithms", var name, ..] && Algorithms.All.Find(name) is not null ? name : null;
        var path = string.Join('.', parts is ["algorithms", _, .. var rest] ? ["algorithms", "*", .. rest] : parts);
        if (path == Star)
        {
            CatalogKind[] kinds = [.. KeyCatalog.Section("algorithms").Kinds
                .Where(kind => algorithm is null || kind.Name == algorithm)];
            return algorithm is null ? [Article(path, kinds, kinds.Length)] : [Article(path, kinds, 1) with
            {
                Path = $"algorithms.{algorithm}",
                Variants = [new KeyRow(key, "keys", "", [], Algorithms.All.Find(algorithm)!.Summary)],
            }];
        }

        var top = KeyCatalog.Sections.FirstOrDefault(section => section.Path.Length > 0 && section.Path == parts[0]);
        if (top is not null && Article(top, path, algorithm) is { } article)
        {
            return [article];
        }

        if (parts.Length == 1 && KeyCatalog.Section("").Keys.Any(one => one.Path == path))
        {
            return [Article(path, KeyCatalog.Section("").Kinds, all: 1)];
        }

        string[] ends = [.. Paths().Where(one => one.EndsWith($".{path}", StringComparison.Ordinal))];
        return ends.Length > 0
            ? [.. ends.Select(end => Article(KeyCatalog.Section(end.Split('.')[0]), end, null)!)]
            : throw new ConfigurationException($"There is no key '{Quotation.Of(key)}'{Cure(path)}");
    }

    private static KeyArticle? Article(CatalogSection section, string path, string? algorithm)
    {
        CatalogKind[] kinds =
            [.. section.Kinds.Where(kind => kind.Keys.Any(key => key.Path == path))
                .Where(kind => algorithm is null || kind.Name == algorithm)];
        return kinds.Length > 0 ? Article(path, kinds, algorithm is null ? section.Kinds.Count : kinds.Length)
            : section.Path == path ? Article(path, section.Kinds, section.Kinds.Count)
            : null;
    }

    private static KeyArticle Article(string path, IReadOnlyList<CatalogKind> kinds, int all)
    {
        CatalogKey[] keys = [.. kinds.SelectMany(kind => kind.Keys).Where(key => key.Path == path)];
        var below = Rows(kinds, path == "algorithms" ? Star : path);
        return new KeyArticle(
            path,
            keys.Length > 0 ? Variants(kinds, path, all)
                : [new KeyRow(path, "keys", "", [], KeyWords.Of(path == Star ? "algorithms" : path, null)!)],
            below,
            [.. keys.SelectMany(key => key.Refusals).GroupBy(one => one.Key).Select(same =>
                $"{same.Key}: {string.Join(" or ", same.Select(one => one.Value).Distinct())}")],
            KeyExample.Of(path, kinds[0]), KeyWords.More(path == Star ? "algorithms" : path));
    }

    /// <summary>Keys below a section, once for each way in which some have them.</summary>
    internal static IReadOnlyList<KeyRow> Rows(IReadOnlyList<CatalogKind> kinds, string path, bool isDeep = false)
    {
        var prefix = path.Length == 0 ? "" : path + ".";
        var below = kinds.SelectMany(kind => kind.Keys).Where(key => key.Asked.AliasOf is null)
            .Select(key => key.Path).Distinct()
            .Where(one => one.StartsWith(prefix, StringComparison.Ordinal) && one != path)
            .Where(one => isDeep
                ? !one.StartsWith($"{Star}.outer.", StringComparison.Ordinal)
                : !one[prefix.Length..].Contains('.'));
        return [.. below.SelectMany(one => Variants(kinds, one, kinds.Count))];
    }

    // The same key of families or algorithms that have it alike
    private static IReadOnlyList<KeyRow> Variants(IReadOnlyList<CatalogKind> kinds, string path, int all) =>
    [
        .. kinds.SelectMany(kind => kind.Keys.Where(key => key.Path == path).Select(key => (
                kind.Name, Row: Row(key, kind.Name))))
            .GroupBy(one => (one.Row.Takes, one.Row.Default, one.Row.FollowsOthers, one.Row.Meaning))
            .Select(same => same.First().Row with
            {
                Of = same.Count() == all ? [] : [.. same.Select(one => one.Name!)],
            }),
    ];

    // Names of families and algorithms are too many for a line.
    private static KeyRow Row(CatalogKey key, string? kind)
    {
        var isName = key.Path is "family.name" or $"{Star}.algorithm";
        return new KeyRow(
            key.Path, isName ? "a name" : KeyText.Takes(key.Asked),
            key.Path == $"{Star}.algorithm" ? "" : KeyText.Default(key), [],
            SchemaSections.Description(key with { Asked = key.Asked with { Default = null } }, kind))
        {
            FollowsOthers = key.FollowsOthers && KeyText.Default(key) == key.Asked.Default,
        };
    }

    private static IEnumerable<string> Paths() =>
        KeyCatalog.Sections.SelectMany(section => section.Keys).Select(key => key.Path).Distinct();

    private static string Cure(string path)
    {
        var last = path[(path.LastIndexOf('.') + 1)..];
        var paths = Paths().ToArray();
        var near = NearestName.Of(path, paths)
            ?? paths.FirstOrDefault(one => one.EndsWith($".{last}", StringComparison.Ordinal))
            ?? (NearestName.Of(last, paths.Select(one => one[(one.LastIndexOf('.') + 1)..]).Distinct()));
        return near is null
            ? "; without a key, the command lists the sections."
            : $"; did you mean '{near}'?";
    }
}
