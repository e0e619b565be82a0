using System.Text.Json.Nodes;
using MetaRL.Configuration.Yaml;

namespace MetaRL.Configuration.Catalog;

/// <summary>JSON Schemas of sections.</summary>
/// <param name="shared">What several sections have in common.</param>
/// <param name="isWhole">
/// Whether a key that is not written has its default; in a group or a sweep it may be written elsewhere.
/// </param>
internal sealed class SchemaSections(SharedSchemas shared, bool isWhole)
{
    // Keys that say what the others of their section are.
    private static readonly string[] Kinds = ["algorithm", "optimizer"];

    public bool IsWhole => isWhole;

    /// <summary>What a key means, and its default where that is not always the same.</summary>
    public static string Description(CatalogKey key, string? kind)
    {
        var words = key.Asked.Kind == KeyKind.Parameter
            ? $"task parameter{(key.Asked.Unit is { Length: > 0 } unit ? $" in {unit}" : "")}"
            : KeyWords.Of(key.Path, kind) ?? "";
        return key.Asked is { Kind: KeyKind.Parameter, Default: { } drawn } ? $"{words}; by default {drawn}" : words;
    }

    /// <summary>A key at the top of an experiment.</summary>
    public JsonNode Top(CatalogKey key)
    {
        var schema = key.Name switch
        {
            "family" => Family(),
            "algorithms" => AlgorithmEntries(),
            "sweep" => Sweep(),
            "name" when isWhole => Named("^[A-Za-z0-9][A-Za-z0-9_-]{0,99}(/.+)?$"), // a resolved member of a group
            _ when key.Asked.Kind == KeyKind.Section => Section(
                key.Name, KeyCatalog.Section(key.Name).Keys, kind: null),
            _ => SchemaValues.Of(key.Asked),
        };
        return Described(key, kind: null, schema);
    }

    private static JsonObject Named(string pattern) =>
        SchemaValues.Of(new AskedKey("name", KeyKind.Text) { Pattern = pattern });

    private JsonObject Family()
    {
        var kinds = KeyCatalog.Section("family").Kinds;
        var rules = kinds.Select(kind => When(
            "name", kind.Name!, shared.Once($"family-{kind.Name}", Closed("family", kind.Keys, kind.Name))));
        if (!isWhole)
        {
            rules = rules.Append(Without("name", Union("family", kinds)));
        }

        return new JsonObject
        {
            ["type"] = SchemaValues.Names(isWhole ? ["object"] : ["object", "null"]),
            ["properties"] = new JsonObject { ["name"] = SchemaValues.Of(kinds[0].Keys[0].Asked) },
            ["required"] = SchemaValues.Names(isWhole ? ["name"] : []),
            ["allOf"] = new JsonArray([.. rules]),
        };
    }

    private JsonObject AlgorithmEntries()
    {
        var kinds = KeyCatalog.Section("algorithms").Kinds;
        JsonNode Own(CatalogKind kind) =>
            shared.Once($"algorithm-{kind.Name}", Closed("algorithms.*", kind.Keys, kind.Name));
        var named = shared.Once("algorithm", new JsonObject
        {
            ["properties"] = new JsonObject { ["algorithm"] = SchemaValues.Of(kinds[0].Keys[0].Asked) },
            ["allOf"] = new JsonArray([.. kinds.Select(kind => When("algorithm", kind.Name!, Own(kind)))]),
        });
        var properties = new JsonObject();
        foreach (var kind in kinds)
        {
            properties[kind.Name!] = new JsonObject
            {
                ["description"] = Algorithms.All.Find(kind.Name!)!.Summary,
                ["type"] = SchemaValues.Names(["object", "null"]),
                ["if"] = new JsonObject { ["required"] = SchemaValues.Names(["algorithm"]) },
                ["then"] = named.DeepClone(), ["else"] = isWhole ? Own(kind) : Union("algorithms.*", [kind]),
            };
        }

        return new JsonObject
        {
            ["type"] = SchemaValues.Names(["object", "null"]),
            ["minProperties"] = 1,
            ["propertyNames"] = new JsonObject
            {
                ["pattern"] = ExperimentReader.NamePattern, ["not"] = new JsonObject { ["const"] = "plots" },
            },
            ["properties"] = properties,
            ["additionalProperties"] = isWhole
                ? new JsonObject
                {
                    ["type"] = "object", ["required"] = SchemaValues.Names(["algorithm"]),
                    ["allOf"] = new JsonArray(named.DeepClone()),
                }
                : new JsonObject { ["allOf"] = new JsonArray(named.DeepClone()) },
        };
    }

    private JsonObject Sweep()
    {
        var sweep = Closed("sweep", KeyCatalog.Section("sweep").Keys, kind: null);
        var ends = new JsonObject
        {
            ["type"] = "array", ["items"] = new JsonObject { ["type"] = "number" }, ["minItems"] = 2, ["maxItems"] = 2,
        };
        var range = new JsonObject();
        foreach (var name in new[] { "uniform", "log_uniform", "int_uniform", "int_log_uniform" })
        {
            range[name] = ends.DeepClone();
        }

        sweep["type"] = "object";
        sweep["not"] = new JsonObject { ["propertyNames"] = new JsonObject { ["pattern"] = "^[^.]*$" } };
        sweep["patternProperties"] = new JsonObject
        {
            [@"^(?!(name|seeds|sweep|experiments)\.)[^.]+(\.[^.]+)+$"] = new JsonObject
            {
                ["anyOf"] = new JsonArray(
                    new JsonObject { ["type"] = "array", ["minItems"] = 1 },
                    new JsonObject
                    {
                        ["type"] = "object", ["properties"] = range, ["minProperties"] = 1, ["maxProperties"] = 1,
                        ["additionalProperties"] = false,
                    }),
            },
        };
        return sweep;
    }

    // Keys of a section, by the value of the key that says which there are.
    private JsonObject Section(string path, IReadOnlyList<CatalogKey> keys, string? kind)
    {
        var choice = keys.FirstOrDefault(key => key.Path == $"{path}.{key.Name}" && Kinds.Contains(key.Name)
            && keys.Any(other => other.Refusals.Any(one => one.Key == key.Path)));
        if (choice is null || path == "algorithms.*")
        {
            return Closed(path, keys, kind);
        }

        IReadOnlyList<CatalogKey> Beside(string value) =>
            [.. keys.Where(key => !key.Refusals.Contains((choice.Path, value)))];
        var usual = isWhole && !choice.FollowsOthers ? Beside(choice.Asked.Default!) : keys;
        return new JsonObject
        {
            ["type"] = SchemaValues.Names(["object", "null"]),
            ["properties"] = new JsonObject { [choice.Name] = Described(choice, kind, SchemaValues.Of(choice.Asked)) },
            ["allOf"] = new JsonArray(
            [
                .. choice.Asked.Choices.Select(value => When(choice.Name, value, Closed(path, Beside(value), kind))),
                Without(choice.Name, Closed(path, usual, kind)),
            ]),
        };
    }

    // A section of these keys and no others.
    private JsonObject Closed(string path, IReadOnlyList<CatalogKey> keys, string? kind)
    {
        var own = keys.Where(key => key.Path == $"{path}.{key.Name}").ToArray();
        var properties = new JsonObject();
        foreach (var key in own)
        {
            CatalogKey[] below = [.. keys.Where(one => one.IsBelow(key.Path))];
            properties[key.Name] = IsKind(key) ? true : Described(key, kind, key.Asked.Kind == KeyKind.Section
                ? Section(key.Path, below, kind)
                : SchemaValues.Of(key.Asked));
        }

        var schema = new JsonObject
        {
            ["type"] = SchemaValues.Names(["object", "null"]), ["properties"] = properties,
            ["additionalProperties"] = false,
        };
        JsonNode[] refusals = [.. own.Where(key => key.Asked.Kind is KeyKind.Choice or KeyKind.Flag)
            .SelectMany(other => Refusals(own, other))];
        if (refusals.Length > 0)
        {
            schema["allOf"] = new JsonArray(refusals);
        }

        return schema;
    }

    // Which is said where the kinds are told apart.
    private static bool IsKind(CatalogKey key) =>
        key.Path is "family.name" || (Kinds.Contains(key.Name) && key.Asked.Choices.Count > 1);

    private IEnumerable<JsonNode> Refusals(CatalogKey[] keys, CatalogKey other)
    {
        foreach (var same in keys.SelectMany(key => key.Refusals.Where(one => one.Key == other.Path)
            .Select(one => (one.Value, key.Name))).GroupBy(one => one.Value))
        {
            var refused = new JsonObject();
            foreach (var (_, name) in same)
            {
                refused[name] = false;
            }

            JsonNode value = other.Asked.Kind == KeyKind.Flag ? same.Key == "true" : same.Key;
            var isUsual = isWhole && !other.FollowsOthers && other.Asked.Default == same.Key;
            yield return new JsonObject
            {
                ["if"] = new JsonObject
                {
                    ["properties"] = new JsonObject { [other.Name] = new JsonObject { ["const"] = value } },
                    ["required"] = SchemaValues.Names(isUsual ? [] : [other.Name]),
                },
                ["then"] = new JsonObject { ["properties"] = refused },
            };
        }
    }

    // Keys of whatever kind it turns out to be.
    private JsonObject Union(string path, IReadOnlyList<CatalogKind> kinds)
    {
        var properties = new JsonObject();
        foreach (var same in kinds.Select(kind => Closed(path, kind.Keys, kind.Name)["properties"]!.AsObject())
            .SelectMany(one => one).GroupBy(one => one.Key))
        {
            var distinct = same.Select(one => one.Value!).DistinctBy(one => one.ToJsonString()).ToArray();
            properties[same.Key] = distinct.Length == 1
                ? distinct[0].DeepClone()
                : new JsonObject { ["anyOf"] = new JsonArray([.. distinct.Select(one => one.DeepClone())]) };
        }

        return new JsonObject { ["properties"] = properties, ["additionalProperties"] = false };
    }

    private JsonObject Described(CatalogKey key, string? kind, JsonObject schema)
    {
        var once = shared.Once(key.Name, schema);
        var described = new JsonObject { ["description"] = Description(key, kind) };
        if (SchemaValues.Default(key) is { } usual)
        {
            described["default"] = usual;
        }

        if (!ReferenceEquals(once, schema))
        {
            described["allOf"] = new JsonArray(once);
            return described;
        }

        foreach (var (name, value) in schema)
        {
            described[name] = value?.DeepClone();
        }

        return described;
    }

    private static JsonObject When(string key, string value, JsonNode then) => new()
    {
        ["if"] = new JsonObject
        {
            ["properties"] = new JsonObject { [key] = new JsonObject { ["const"] = value } },
            ["required"] = SchemaValues.Names([key]), ["type"] = "object",
        },
        ["then"] = then,
    };

    private static JsonObject Without(string key, JsonNode then) => new()
    {
        ["if"] = new JsonObject { ["not"] = new JsonObject { ["required"] = SchemaValues.Names([key]) } },
        ["then"] = then,
    };
}
