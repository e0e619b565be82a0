using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace MetaRL.Configuration.Catalog;

/// <summary>The JSON Schema (draft 7) of experiment files, by which editors complete and check them.</summary>
/// <remarks>
/// It refuses no file that the program takes, but for numbers in quotes, which are texts to it, and for what a group's
/// experiments or a sweep replace. What only a whole experiment can break, such as a family whose actions an algorithm
/// does not fit, it cannot see: <c>metarl check</c> does.
/// </remarks>
public static class ExperimentSchema
{
    /// <summary>What its file is called.</summary>
    public const string FileName = "experiment.schema.json";

    private static readonly JsonSerializerOptions Options = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private static readonly string[] OfGroups = ["sweep", "experiments"];

    /// <summary>The schema as text.</summary>
    public static string Json()
    {
        var definitions = new JsonObject();
        JsonNode Defined(string name, JsonObject schema)
        {
            definitions[name] = schema;
            return new JsonObject { ["$ref"] = $"#/definitions/{name}" };
        }

        var shared = new SharedSchemas(definitions);
        var experiment = Defined("experiment", Experiment(new SchemaSections(shared, isWhole: true)));
        var member = Defined("member", Experiment(new SchemaSections(shared, isWhole: false)));
        var properties = new JsonObject();
        foreach (var key in KeyCatalog.Section("").Keys)
        {
            properties[key.Name] = new JsonObject { ["description"] = SchemaSections.Description(key, null) };
        }

        properties["experiments"] = new JsonObject
        {
            ["description"] = KeyWords.Of("experiments", null), ["type"] = "array", ["minItems"] = 1,
            ["items"] = new JsonObject
            {
                ["allOf"] = new JsonArray(
                    member.DeepClone(),
                    new JsonObject
                    {
                        ["required"] = SchemaValues.Names(["name"]),
                        ["propertyNames"] = new JsonObject { ["enum"] = SchemaValues.Names(ExperimentReader.Keys) },
                    }),
            },
        };
        var root = new JsonObject
        {
            ["$schema"] = "http://json-schema.org/draft-07/schema#",
            ["title"] = "Experiment file of MetaRL",
            ["type"] = "object",
            ["properties"] = properties,
            ["required"] = SchemaValues.Names(["name"]),
            ["additionalProperties"] = false,
            ["if"] = new JsonObject
            {
                ["anyOf"] = new JsonArray([.. OfGroups.Select(key => (JsonNode)Section(key))]),
            },
            ["then"] = member,
            ["else"] = experiment,
            ["definitions"] = definitions,
        };
        return Lines(root);
    }

    // A line for each definition: short, and what changes is seen.
    private static string Lines(JsonObject root) =>
        $"{{\n{string.Join(",\n", root.Select(one => $"\"{one.Key}\": " + (one.Key == "definitions"
            ? $"{{\n{string.Join(",\n", one.Value!.AsObject().Select(Line))}\n}}"
            : one.Value!.ToJsonString(Options))))}\n}}\n";

    private static string Line(KeyValuePair<string, JsonNode?> definition) =>
        $"\"{definition.Key}\": {definition.Value!.ToJsonString(Options)}";

    private static JsonObject Section(params IReadOnlyList<string> required) =>
        new() { ["required"] = SchemaValues.Names(required) };

    // A whole experiment, or what a group or a sweep completes.
    private static JsonObject Experiment(SchemaSections sections)
    {
        var properties = new JsonObject();
        foreach (var key in KeyCatalog.Section("").Keys.Where(key => key.Name != "experiments"))
        {
            if (!sections.IsWhole || key.Name != "sweep")
            {
                properties[key.Name] = sections.Top(key);
            }
        }

        var schema = new JsonObject { ["properties"] = properties };
        if (sections.IsWhole)
        {
            schema["required"] = SchemaValues.Names(["name", "family"]);
            schema["allOf"] = ByFamily();
        }

        return schema;
    }

    // Splits are the family's, and some keys have no meaning for some families.
    private static JsonArray ByFamily() =>
    [
        .. KeyCatalog.Splits
            .Select(family => (
                family.Family, Rule: new JsonObject { ["properties"] = Rules(family.Family, family.Splits) }))
            .GroupBy(one => one.Rule.ToJsonString())
            .Select(same => (JsonNode)new JsonObject
            {
                ["if"] = new JsonObject
                {
                    ["properties"] = new JsonObject
                    {
                        ["family"] = new JsonObject
                        {
                            ["properties"] = new JsonObject
                            {
                                ["name"] = new JsonObject
                                {
                                    ["enum"] = SchemaValues.Names(same.Select(one => one.Family)),
                                },
                            },
                            ["required"] = SchemaValues.Names(["name"]),
                        },
                    },
                },
                ["then"] = same.First().Rule,
            }),
    ];

    private static JsonObject Rules(string family, IReadOnlyList<string> splits)
    {
        var rules = new JsonObject
        {
            ["evaluation"] = new JsonObject
            {
                ["properties"] = new JsonObject
                {
                    ["split"] = new JsonObject { ["enum"] = SchemaValues.Names(splits) },
                },
            },
        };
        var refused = new[] { "policy", "evaluation" }.SelectMany(path => KeyCatalog.Section(path).Keys)
            .Where(key => key.Path.Split('.').Length == 2 && key.Refusals.Contains(("family.name", family)));
        foreach (var key in refused)
        {
            var section = key.Path.Split('.')[0];
            if (rules[section] is null)
            {
                rules[section] = new JsonObject { ["properties"] = new JsonObject() };
            }

            rules[section]!["properties"]![key.Name] = false;
        }

        return rules;
    }
}
