namespace MetaRL.Configuration.Yaml;

/// <summary>Finds keys in a tree and replaces them.</summary>
internal static class TreePath
{
    /// <summary>
    /// The sections around a key, the outermost first, and last the key itself: the same object, else one of the same
    /// place and name, else one of a sweep whose place it is. Nothing where there is none.
    /// </summary>
    public static IReadOnlyList<ConfigEntry> To(ConfigNode root, ConfigEntry key) =>
        To(root, one => ReferenceEquals(one, key))
        ?? To(root, one => one.Origin == key.Origin && one.Key == key.Key)
        ?? To(
            root,
            one => one.Origin == key.Origin && (key.Key.Length == 0
                || one.Key.EndsWith($".{key.Key}", StringComparison.Ordinal)))
        ?? [];

    /// <summary>The tree with one of its keys replaced, or without it.</summary>
    public static ConfigMap Replace(ConfigMap root, ConfigEntry key, ConfigEntry? replacement) =>
        (ConfigMap)ReplaceIn(root, key, replacement);

    private static IReadOnlyList<ConfigEntry>? To(ConfigNode node, Func<ConfigEntry, bool> isIt)
    {
        foreach (var entry in Entries(node))
        {
            if (isIt(entry))
            {
                return [entry];
            }

            if (To(entry.Value, isIt) is { } below)
            {
                return [entry, .. below];
            }
        }

        return null;
    }

    private static IEnumerable<ConfigEntry> Entries(ConfigNode node) => node switch
    {
        ConfigMap map => map.Entries,
        ConfigList list => list.Items.SelectMany(Entries),
        _ => [],
    };

    // What holds no such key stays the same object.
    private static ConfigNode ReplaceIn(ConfigNode node, ConfigEntry key, ConfigEntry? replacement)
    {
        switch (node)
        {
            case ConfigMap map:
                ConfigEntry?[] entries = [.. map.Entries.Select(one => ReferenceEquals(one, key)
                    ? replacement
                    : ReplaceIn(one.Value, key, replacement) is var value && ReferenceEquals(value, one.Value)
                        ? one
                        : one with { Value = value })];
                return map.Entries.Zip(entries).All(pair => ReferenceEquals(pair.First, pair.Second))
                    ? map
                    : map with { Entries = [.. entries.OfType<ConfigEntry>()] };
            case ConfigList list:
                ConfigNode[] items = [.. list.Items.Select(item => ReplaceIn(item, key, replacement))];
                return list.Items.Zip(items).All(pair => ReferenceEquals(pair.First, pair.Second))
                    ? list
                    : list with { Items = items };
            default:
                return node;
        }
    }
}
