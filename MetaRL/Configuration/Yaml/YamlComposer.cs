using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace MetaRL.Configuration.Yaml;

/// <summary>Turns YAML text into <see cref="ConfigNode"/>s that know their places.</summary>
/// <remarks>
/// Works on the parser's events and not on its tree, so that a key written twice, the place of an alias and a merge key
/// <c>&lt;&lt;</c> are ours to say something about.
/// </remarks>
internal sealed class YamlComposer
{
    private const int MaxDepth = 50; // sections within sections: more is a mistake, and recursion must end
    // values that aliases stand for, all together: aliases of aliases grow without end
    private const int MaxRepeated = 100_000;

    private readonly IParser _parser;
    private readonly Func<long, Origin> _place;
    private readonly Dictionary<AnchorName, (ConfigNode Node, long Size)> _anchors = [];
    private long _size; // values until here, those that aliases stand for included
    private long _repeated; // those that aliases stand for

    private YamlComposer(IParser parser, Func<long, Origin> place) => (_parser, _place) = (parser, place);

    private ParsingEvent Current => _parser.Current!;

    private Origin Here => _place(Current.Start.Line);

    /// <summary>The one document of a text; null where there is nothing but comments.</summary>
    /// <param name="yaml">The text.</param>
    /// <param name="place">Line → place.</param>
    public static ConfigNode? Compose(string yaml, Func<long, Origin> place)
    {
        var scanner = new Scanner(new StringReader(yaml));
        try
        {
            return new YamlComposer(new Parser(scanner), place).Document();
        }
        catch (Exception wrong) when (
            wrong is YamlException or InvalidOperationException or ArgumentException or FormatException)
        {
            var fault = YamlFault.Of(wrong, scanner, yaml);
            throw place(fault.Line).Error($"This is not valid YAML: {fault.Reason}.", wrong);
        }
    }

    private ConfigNode? Document()
    {
        _parser.MoveNext(); // stream start
        _parser.MoveNext();
        if (Current is StreamEnd)
        {
            return null;
        }

        _parser.MoveNext();
        var root = Node(0);
        _parser.MoveNext(); // document end
        return Current is StreamEnd
            ? root
            : throw Here.Error(
                "A file holds one document, but a second one begins here;"
                + " several experiments go under 'experiments:'.");
    }

    // Reads the node that the parser stands on and moves past it.
    private ConfigNode Node(int depth)
    {
        if (depth > MaxDepth)
        {
            throw Here.Error($"Sections may be nested {MaxDepth} deep, but these are deeper.");
        }

        if (Current is AnchorAlias alias)
        {
            if (!_anchors.TryGetValue(alias.Value, out var target))
            {
                throw Here.Error($"There is no anchor '&{alias.Value}' above the alias '*{alias.Value}'.");
            }

            _repeated += target.Size;
            if (_repeated > MaxRepeated)
            {
                throw Here.Error(
                    $"Aliases may stand for {MaxRepeated} values, but with '*{alias.Value}' they stand for more; write"
                    + " less by aliases of aliases.");
            }

            _size += target.Size;
            _parser.MoveNext();
            return target.Node;
        }

        if (Current is not NodeEvent { Anchor: var anchor })
        {
            throw Here.Error("This is not valid YAML: a value is missing here.");
        }

        var before = _size++;
        ConfigNode node = Current switch
        {
            Scalar scalar => Scalar(scalar),
            SequenceStart => List(depth),
            _ => Map(depth),
        };
        if (!anchor.IsEmpty)
        {
            _anchors[anchor] = (node, _size - before);
        }

        return node;
    }

    private ConfigScalar Scalar(Scalar scalar)
    {
        var isNull = scalar is { Style: ScalarStyle.Plain, Value: "" or "~" or "null" or "Null" or "NULL" };
        var node = new ConfigScalar(Here, scalar.Value, isNull);
        _parser.MoveNext();
        return node;
    }

    private ConfigList List(int depth)
    {
        var origin = Here;
        var items = new List<ConfigNode>();
        _parser.MoveNext();
        while (Current is not SequenceEnd)
        {
            items.Add(Node(depth + 1));
        }

        _parser.MoveNext();
        return new ConfigList(origin, items);
    }

    private ConfigMap Map(int depth)
    {
        var origin = Here;
        var entries = new Dictionary<string, ConfigEntry>();
        var merged = new List<ConfigMap>();
        _parser.MoveNext();
        while (Current is not MappingEnd)
        {
            var place = Here;
            if (Current is not Scalar { Value: var key } || key.Contains('\n', StringComparison.Ordinal))
            {
                throw place.Error(
                    "A key must be a word, but here a list, a section or an alias stands before the ':'.");
            }

            _parser.MoveNext();
            var value = Node(depth + 1);
            if (key == "<<")
            {
                merged.AddRange(Merged(value, place));
            }
            else if (!entries.TryAdd(key, new ConfigEntry(key, value, place)))
            {
                throw place.Error($"The key '{key}' is already given at {entries[key].Origin}; remove one of them.");
            }
        }

        _parser.MoveNext();
        foreach (var entry in merged.SelectMany(map => map.Entries))
        {
            entries.TryAdd(entry.Key, entry);
        }

        return new ConfigMap(origin, [.. entries.Values]);
    }

    private static IEnumerable<ConfigMap> Merged(ConfigNode value, Origin place) => value switch
    {
        ConfigMap map => [map],
        ConfigList { Items: var items } when items.All(item => item is ConfigMap) => items.Cast<ConfigMap>(),
        _ => throw place.Error($"'<<' must be followed by an alias of a section, but is followed by {value.Words}."),
    };
}
