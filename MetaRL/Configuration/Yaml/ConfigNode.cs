namespace MetaRL.Configuration.Yaml;

/// <summary>A value of a configuration as written, with its place.</summary>
internal abstract record ConfigNode(Origin Origin)
{
    /// <summary>The whole value on one line.</summary>
    public abstract string Text { get; }

    /// <summary>The value as messages quote it.</summary>
    public virtual string Words => Quotation.Of(Text);
}

/// <param name="Origin">Place.</param>
/// <param name="Value">Text without quotes.</param>
/// <param name="IsNull">Whether nothing, <c>~</c> or <c>null</c> stands there.</param>
internal sealed record ConfigScalar(Origin Origin, string Value, bool IsNull) : ConfigNode(Origin)
{
    public override string Text => IsNull ? "nothing" : Value.Length == 0 ? "''" : Value;
}

internal sealed record ConfigList(Origin Origin, IReadOnlyList<ConfigNode> Items) : ConfigNode(Origin)
{
    // No more of them than are quoted, since aliases can make a list of lists endless.
    private const int Quoted = Quotation.Longest / 2;

    public override string Text => $"[{string.Join(", ", Items.Select(item => item.Text))}]";

    public override string Words =>
        Quotation.Of($"[{string.Join(", ", Items.Take(Quoted).Select(item => item.Words))}]");
}

/// <summary>A key, its value, and the place of the key.</summary>
internal sealed record ConfigEntry(string Key, ConfigNode Value, Origin Origin)
{
    /// <summary>An error at this key.</summary>
    public ConfigurationException Error(string message) => Error(message, new Fault(Origin));

    /// <summary>The same with more about it.</summary>
    public ConfigurationException Error(string message, Fault fault) =>
        Origin.Error(message, fault with { Key = this });
}

/// <summary>Keys and values in the order of the file; no key twice.</summary>
internal sealed record ConfigMap(Origin Origin, IReadOnlyList<ConfigEntry> Entries) : ConfigNode(Origin)
{
    // Keys that say what the others of their map mean: a map that says otherwise replaces, instead of being completed.
    private static readonly string[] Kinds = ["name", "optimizer", "algorithm"];

    public override string Text => "a section";

    public ConfigEntry? Find(string key) => Entries.FirstOrDefault(entry => entry.Key == key);

    /// <summary>The same map with one entry put in place of the one of its key, or at the end.</summary>
    public ConfigMap With(ConfigEntry replacement) => this with
    {
        Entries = Find(replacement.Key) is { } present
            ? [.. Entries.Select(entry => ReferenceEquals(entry, present) ? replacement : entry)]
            : [.. Entries, replacement],
    };

    /// <summary>The same map without some keys.</summary>
    public ConfigMap Without(params IReadOnlyList<string> keys) =>
        this with { Entries = [.. Entries.Where(entry => !keys.Contains(entry.Key))] };

    /// <summary>The same map with what it lacks taken from <paramref name="defaults"/>, section by section.</summary>
    /// <remarks>
    /// A section of another kind, such as <c>optimizer: adam</c> against <c>optimizer: trpo</c>, takes nothing; nor
    /// does <c>algorithms</c>, which names all that is compared.
    /// </remarks>
    public ConfigMap CompletedBy(ConfigMap defaults)
    {
        var result = this;
        foreach (var shared in defaults.Entries)
        {
            var own = Find(shared.Key);
            if (own is null)
            {
                result = result.With(shared);
            }
            else if (own.Value is ConfigMap ownMap && shared.Value is ConfigMap sharedMap
                && shared.Key != "algorithms" && !ownMap.IsOtherKind(sharedMap))
            {
                result = result.With(own with { Value = ownMap.CompletedBy(sharedMap) });
            }
        }

        return result;
    }

    private bool IsOtherKind(ConfigMap other) => Kinds.Any(kind =>
        Find(kind)?.Value is ConfigScalar own
        && other.Find(kind)?.Value is ConfigScalar theirs
        && own.Value != theirs.Value);
}
