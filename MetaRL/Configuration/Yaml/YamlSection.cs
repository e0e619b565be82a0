using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace MetaRL.Configuration.Yaml;

/// <summary>A cursor over one section: typed reads with defaults, each remembered with the value it came to.</summary>
/// <remarks>
/// Whoever reads a section asks for every key it may have and then calls <see cref="End"/>; what nobody asked for is
/// an unknown key. What was asked for, in that order, is the resolved section.
/// </remarks>
internal sealed partial class YamlSection
{
    private readonly ConfigMap _map;
    private readonly string _path;
    private readonly List<string> _asked = [];
    private readonly List<(string Key, IEnumerable<ParsingEvent> Value)> _resolved = [];
    private readonly ConfigEntry? _entry;
    private readonly ICollection<AskedKey>? _record;

    /// <param name="map">What is written.</param>
    /// <param name="path">Keys from the root of the file to here, with dots.</param>
    /// <param name="record">Gets every key that is asked for, here and in sections below.</param>
    /// <param name="entry">The key whose value this is; null where none is written.</param>
    public YamlSection(
        ConfigMap map, string path = "", ICollection<AskedKey>? record = null, ConfigEntry? entry = null) =>
        (_map, _path, _record, _entry) = (map, path, record, entry);

    /// <summary>Keys that are written here, in the order of the file.</summary>
    public IEnumerable<string> Keys => _map.Entries.Select(entry => entry.Key);

    /// <summary>Keys from the root of the file to here, with dots; nothing for the root itself.</summary>
    public string Path => _path;

    public bool Has(string key) => _map.Find(key) is not null;

    /// <summary>Whether an optional key is written; one that is not is no part of the resolved section.</summary>
    public bool HasOptional(string key)
    {
        _asked.Add(key);
        Record(key, KeyKind.Unknown);
        return Has(key);
    }

    /// <summary>Whether a key is written that nobody has asked for yet.</summary>
    public bool IsUnread(string key) => Has(key) && !_asked.Contains(key);

    /// <summary>Whether keys are written below this one.</summary>
    public bool IsSection(string key) => _map.Find(key)?.Value is ConfigMap;

    /// <summary>A section below; an empty one where it is not written or holds nothing.</summary>
    public YamlSection Section(string key)
    {
        Record(key, KeyKind.Section);
        var section = new YamlSection(Written(key)?.Value switch
        {
            ConfigMap map => map,
            null or ConfigScalar { IsNull: true } => new ConfigMap(Place(key), []),
            var other => throw Error(key, $"{Name(key)} must be a section of keys, but is {other.Words}."),
        }, Name(key), _record, _map.Find(key) ?? _entry);
        _resolved.Add((key, section.Events())); // not before the section is read
        return section;
    }

    /// <summary>A list of sections below, each with its place.</summary>
    public IReadOnlyList<ConfigMap> Sections(string key)
    {
        Record(key, KeyKind.Sections);
        var value = Written(key)?.Value;
        if (value is not ConfigList { Items: { Count: > 0 } items })
        {
            throw Error(
                key, $"{Name(key)} must be a list of sections, at least one, but is {value?.Words ?? "nothing"}.");
        }

        foreach (var (index, item) in items.Index().Where(one => one.Item is not ConfigMap))
        {
            throw Error(key, $"{Name(key)}[{index}] must be a section of keys, but is {item.Words}.");
        }

        return [.. items.Cast<ConfigMap>()];
    }

    /// <summary>Reports a key that nobody asked for.</summary>
    public void End() => Allow([.. _asked.Distinct()]);

    /// <summary>Reports a key that is not one of <paramref name="known"/>.</summary>
    public void Allow(IReadOnlyCollection<string> known)
    {
        foreach (var entry in _map.Entries)
        {
            if (!known.Contains(entry.Key))
            {
                var where = _path.Length == 0 ? "the file" : _path;
                throw Unknown(
                    entry.Key,
                    $"Unknown key '{Quotation.Of(entry.Key)}' in"
                    + $" {where}{NearestName.Cure(entry.Key, known, "the keys are")}",
                    known);
            }
        }
    }

    /// <summary>An error at the place of a key, or of the section where the key is not written.</summary>
    /// <param name="key">The key; nothing for the section itself.</param>
    /// <param name="message">What is wrong.</param>
    /// <param name="decides">Whether other keys depend on this one.</param>
    /// <param name="meant">The value that was probably meant.</param>
    public ConfigurationException Error(string key, string message, bool decides = false, string? meant = null)
    {
        var fault = new Fault(Place(key)) { Decides = decides, Meant = meant };
        return _map.Find(key) is { } written
            ? written.Error(message, fault)
            : fault.Origin.Error(message, fault with { Key = _entry, Lacks = key });
    }

    /// <summary>An error about a key that is written and that is none.</summary>
    /// <param name="key">The key.</param>
    /// <param name="message">What is wrong.</param>
    /// <param name="known">Keys that could be meant.</param>
    public ConfigurationException Unknown(string key, string message, IReadOnlyCollection<string> known)
    {
        var entry = _map.Find(key)!;
        return entry.Error(
            message, new Fault(entry.Origin) { IsUnknown = true, Meant = NearestName.Of(key, known) });
    }

    /// <summary>An error about a key that is written but has no meaning beside others.</summary>
    public ConfigurationException Meaningless(string key, string reason)
    {
        var entry = _map.Find(key)!;
        return entry.Error(
            $"{Name(key)} has no meaning: {reason}; remove the key.", new Fault(entry.Origin) { IsUnknown = true });
    }

    /// <summary>Tells whoever records the keys that one may stand here, without reading it.</summary>
    public void Record(AskedKey asked) => _record?.Add(asked with { Path = Name(asked.Path) });

    /// <summary>Full name of a key.</summary>
    public string Name(string key) => _path.Length == 0 ? key : $"{_path}.{key}";

    /// <summary>The resolved section as YAML.</summary>
    public string ToYaml() => YamlText.Document(Events());

    private IEnumerable<ParsingEvent> Events()
    {
        yield return new MappingStart(AnchorName.Empty, TagName.Empty, isImplicit: true, MappingStyle.Block);
        foreach (var one in _resolved.SelectMany(pair => pair.Value.Prepend(YamlText.Of(pair.Key))))
        {
            yield return one;
        }

        yield return new MappingEnd();
    }

    private void Record(string key, KeyKind kind, string? fallback = null, NumberRule? rule = null) =>
        Record(new AskedKey(key, kind) { Default = fallback, Rule = rule });

    private void Record(string key, KeyKind kind, string? fallback, IReadOnlyList<string> choices, NumberRule? rule) =>
        Record(new AskedKey(key, kind) { Default = fallback, Choices = choices, Rule = rule });

    private Origin Place(string key) => _map.Find(key)?.Origin ?? _map.Origin;

    private ConfigEntry? Written(string key)
    {
        _asked.Add(key);
        return _map.Find(key);
    }
}
