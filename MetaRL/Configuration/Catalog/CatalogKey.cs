using MetaRL.Configuration.Yaml;

namespace MetaRL.Configuration.Catalog;

/// <summary>A key that an experiment file can have.</summary>
/// <param name="Asked">Where it stands and what it takes.</param>
/// <param name="FollowsOthers">Whether its default depends on other keys.</param>
/// <param name="Refusals">Values of other keys beside which it has no meaning.</param>
internal sealed record CatalogKey(
    AskedKey Asked, bool FollowsOthers, IReadOnlyList<(string Key, string Value)> Refusals)
{
    /// <summary>Keys from the root of the file to it, with dots.</summary>
    public string Path => Asked.Path;

    /// <summary>Whether it stands in a section, or in one below that.</summary>
    public bool IsBelow(string section) => Path.StartsWith($"{section}.", StringComparison.Ordinal);

    /// <summary>Its own name.</summary>
    public string Name => Path[(Path.LastIndexOf('.') + 1)..];
}
