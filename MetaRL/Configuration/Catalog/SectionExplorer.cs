using MetaRL.Configuration.Yaml;

namespace MetaRL.Configuration.Catalog;

/// <summary>Finds every key of a section by reading it with one value after another.</summary>
/// <remarks>
/// Begins with what must be written. Whatever a reader asks for is then written too, every name of a choice, both
/// values of a flag and two numbers, each beside what led to it; keys that are asked for only then are found so.
/// </remarks>
/// <param name="path">Keys from the root of the file to the section.</param>
/// <param name="reads">
/// Readers of the section, which differ in what the file says elsewhere; the first one's defaults are those of a file
/// that says nothing.
/// </param>
internal sealed class SectionExplorer(string path, params IReadOnlyList<Action<YamlSection>> reads)
{
    private static readonly Origin Nowhere = new("catalogue");

    private readonly Dictionary<string, KeyFinding> _keys = [];
    private readonly List<Reading> _readings = [];
    private readonly HashSet<(string, string)> _tried = [];

    private sealed record Reading(
        ConfigMap Map, IReadOnlyDictionary<string, AskedKey> Asked, bool IsComplete, Reading? Parent, string? Changed)
    {
        /// <summary>What a key is, written or not; null where nobody asked for it.</summary>
        public string? Value(string key, string section) =>
            !Asked.TryGetValue(key, out var asked) ? null : Written(Map, Relative(key, section)) ?? asked.Default;
    }

    /// <summary>The keys, in the order in which they are first asked for.</summary>
    /// <param name="start">What must be written.</param>
    public IReadOnlyList<CatalogKey> Explore(params (string Key, string Value)[] start)
    {
        var map = start.Aggregate(new ConfigMap(Nowhere, []), (all, one) => With(all, [one.Key], Node(one.Value)));
        var queue = new Queue<(ConfigMap Map, Reading? Parent, string? Changed)>([(map, null, null)]);
        while (queue.TryDequeue(out var next))
        {
            var reading = Read(next.Map, reads[0], next.Parent, next.Changed);
            _readings.Add(reading);
            Learn(reading, isUsual: true);
            foreach (var other in reads.Skip(1).Select(read => Read(next.Map, read, null, null)))
            {
                Learn(other, isUsual: false);
                Compare(reading, other, "", isNumber: true);
            }

            foreach (var asked in reading.Asked.Values.ToArray())
            {
                foreach (var (label, value) in Samples(asked))
                {
                    if (_tried.Add((asked.Path, label)))
                    {
                        queue.Enqueue((
                            With(next.Map, Relative(asked.Path, path).Split('.'), Node(value)), reading, asked.Path));
                    }
                }
            }
        }

        Refuse();
        return [.. _keys.Values.Select(key => key.Result())];
    }

    private Reading Read(ConfigMap map, Action<YamlSection> read, Reading? parent, string? changed)
    {
        var record = new List<AskedKey>();
        var isComplete = true;
        try
        {
            read(new YamlSection(map, path, record));
        }
        catch (ConfigurationException)
        {
            isComplete = false; // not asked for the rest
        }

        var asked = new Dictionary<string, AskedKey>();
        foreach (var one in record)
        {
            asked[one.Path] = asked.TryGetValue(one.Path, out var before) ? Both(before, one) : one;
        }

        return new Reading(map, asked, isComplete, parent, changed);
    }

    private void Learn(Reading reading, bool isUsual)
    {
        foreach (var asked in reading.Asked.Values)
        {
            if (!_keys.TryGetValue(asked.Path, out var known))
            {
                _keys[asked.Path] = known = new KeyFinding(asked);
            }

            known.Widen(asked, isUsual);
        }

        if (reading is { Parent: { } parent, Changed: { } changed })
        {
            Compare(parent, reading, changed, reading.Asked.GetValueOrDefault(changed)?.Rule is not null);
        }
    }

    private void Compare(Reading one, Reading other, string changed, bool isNumber)
    {
        foreach (var (key, asked) in other.Asked)
        {
            if (key != changed && one.Asked.TryGetValue(key, out var before))
            {
                _keys[key].Compare(before, asked, isNumber);
            }
        }
    }

    // A key has no meaning beside a value under which it is never asked for, where with another value alone it is;
    // nor has what needs a key that has none.
    private void Refuse()
    {
        foreach (var siblings in _readings.Where(one => one is { Changed: not null, IsComplete: true })
            .GroupBy(one => (one.Parent!, one.Changed!)).Where(group => Names(_keys[group.Key.Item2].Key) is not []))
        {
            var (parent, changed) = siblings.Key;
            Reading[] all = parent.IsComplete ? [parent, .. siblings] : [.. siblings];
            foreach (var key in all.SelectMany(one => one.Asked.Keys).Distinct().Where(key => key != changed))
            {
                foreach (var without in all.Where(one => !one.Asked.ContainsKey(key)))
                {
                    Refuse(key, changed, without.Value(changed, path));
                }
            }
        }

        for (var count = -1; count != _keys.Values.Sum(key => key.Refusals.Count);)
        {
            count = _keys.Values.Sum(key => key.Refusals.Count);
            foreach (var (key, finding) in _keys)
            {
                foreach (var needed in finding.Refusals.Select(one => one.Key).Distinct().ToArray())
                {
                    foreach (var (other, value) in _keys[needed].Refusals.Where(one => one.Key != key).ToArray())
                    {
                        Refuse(key, other, value);
                    }
                }
            }
        }
    }

    private void Refuse(string key, string other, string? value)
    {
        if (value is not null
            && !_readings.Any(one => one.Value(other, path) == value && one.Asked.ContainsKey(key)))
        {
            _ = _keys[key].Refusals.Add((other, value));
        }
    }

    private static IReadOnlyList<string> Names(AskedKey key) => key.Kind switch
    {
        KeyKind.Choice => key.Choices,
        KeyKind.Flag => ["true", "false"],
        _ => [],
    };

    private static IEnumerable<(string Label, string Value)> Samples(AskedKey asked) => asked.Kind switch
    {
        KeyKind.Unknown => [("section", "{}")],
        KeyKind.Choice or KeyKind.Flag => Names(asked).Select(name => (name, $"\"{name}\"")),
        KeyKind.Whole or KeyKind.Number when Number(asked) is { } first =>
            [("first", YamlText.Of(first).Value), ("second", YamlText.Of(Second(asked, first)).Value)],
        KeyKind.Numbers when asked.Default is null or "[]" => [("list", "[1, 2]")],
        _ => [],
    };

    // The least number that a key takes, or one near it
    private static double? Number(AskedKey asked)
    {
        var rule = asked.Rule!;
        var step = asked.Kind == KeyKind.Whole ? 1 : 0.5;
        var low = double.IsFinite(rule.Low) ? rule.Low : 0;
        return rule.Holds(low) ? low : rule.Holds(low + step) ? low + step : null;
    }

    private static double Second(AskedKey asked, double first)
    {
        var step = asked.Kind == KeyKind.Whole ? 2 : 0.25;
        return asked.Rule!.Holds(first + step) ? first + step : first;
    }

    // Asked for twice, a key must keep both rules.
    private static AskedKey Both(AskedKey one, AskedKey other)
    {
        if (one.Kind == KeyKind.Unknown || other.Kind == KeyKind.Unknown)
        {
            return one.Kind == KeyKind.Unknown ? other : one;
        }

        return one.Rule is null || other.Rule is null ? one : one with
        {
            Rule = one.Rule with
            {
                Low = Math.Max(one.Rule.Low, other.Rule.Low),
                High = Math.Min(one.Rule.High, other.Rule.High),
            },
        };
    }

    private static string Relative(string key, string section) => key[(section.Length + 1)..];

    private static string? Written(ConfigMap map, string key)
    {
        ConfigNode? node = map;
        foreach (var part in key.Split('.'))
        {
            node = (node as ConfigMap)?.Find(part)?.Value;
        }

        return (node as ConfigScalar)?.Value;
    }

    private static ConfigMap With(ConfigMap map, string[] keys, ConfigNode value) =>
        new Override(keys, value, Nowhere).ApplyTo(map);

    private static ConfigNode Node(string yaml) => YamlComposer.Compose(yaml, _ => Nowhere)!;
}
