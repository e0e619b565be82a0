using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using MetaRL.Configuration.Yaml;

namespace MetaRL.Configuration.Catalog;

/// <summary>JSON Schemas of single values.</summary>
internal static class SchemaValues
{
    // What YAML takes for a number or a truth value can be a text as well.
    private static JsonArray AnyScalar => ["string", "number", "boolean"];

    /// <summary>The schema of what stands behind a key that is no section.</summary>
    public static JsonObject Of(AskedKey key) => key.Kind switch
    {
        KeyKind.Whole or KeyKind.Number when key.Choices.Count > 0 => new JsonObject
        {
            ["anyOf"] = new JsonArray(new JsonObject { ["enum"] = Names(key.Choices) }, Number(key)),
        },
        KeyKind.Whole or KeyKind.Number => Number(key),
        KeyKind.Flag => new JsonObject { ["type"] = "boolean" },
        KeyKind.Choice => new JsonObject { ["enum"] = Names(key.Choices) },
        KeyKind.Memory => Text("^(auto|[0-9.]+ *[MG]B)$"),
        KeyKind.Wholes or KeyKind.Numbers => new JsonObject { ["type"] = "array", ["items"] = Number(key) },
        KeyKind.Parameter => Parameter(key),
        _ => Text(key.Pattern),
    };

    /// <summary>The default as JSON; null where there is none, or none that is always the same.</summary>
    public static JsonNode? Default(CatalogKey key) =>
        key is { FollowsOthers: false, Asked: { Default: { } text, Kind: not KeyKind.Parameter } }
            ? Json(YamlComposer.Compose(text, _ => default)!, key.Asked.Kind)
            : null;

    public static JsonArray Names(IEnumerable<string> names) => [.. names.Select(name => (JsonNode)name)];

    private static JsonNode? Json(ConfigNode node, KeyKind kind) => node switch
    {
        ConfigList list => new JsonArray([.. list.Items.Select(item => Json(item, kind))]),
        ConfigScalar { Value: "auto" } => "auto",
        ConfigScalar text => kind is KeyKind.Choice or KeyKind.Text or KeyKind.Memory
            ? text.Value
            : JsonNode.Parse(text.Value),
        _ => null,
    };

    private static JsonObject Text(string? pattern) => pattern is null
        ? new JsonObject { ["type"] = AnyScalar }
        : new JsonObject { ["type"] = Regex.IsMatch("1", pattern) ? AnyScalar : "string", ["pattern"] = pattern };

    private static JsonObject Number(AskedKey key) =>
        Number(key.Rule!, key.Kind is KeyKind.Whole or KeyKind.Wholes ? "integer" : "number");

    private static JsonObject Number(NumberRule rule, string type)
    {
        var number = new JsonObject { ["type"] = type };
        if (double.IsFinite(rule.Low))
        {
            number[rule.ExcludesLow ? "exclusiveMinimum" : "minimum"] = Bound(rule.Low);
        }

        if (double.IsFinite(rule.High))
        {
            number[rule.ExcludesHigh ? "exclusiveMaximum" : "maximum"] = Bound(rule.High);
        }

        return number;
    }

    private static JsonNode Bound(double value) => value == Math.Floor(value) ? (long)value : value;

    private static JsonObject Parameter(AskedKey key)
    {
        var number = Number(key.Rule!, "number");
        JsonObject List(JsonObject items, int? count) => count is null
            ? new JsonObject { ["type"] = "array", ["items"] = items, ["minItems"] = 1 }
            : new JsonObject { ["type"] = "array", ["items"] = items, ["minItems"] = count, ["maxItems"] = count };
        JsonObject Shape(string name, JsonObject values) => new()
        {
            ["properties"] = new JsonObject
            {
                [name] = values, ["extrapolation"] = List(number.DeepClone().AsObject(), 2),
            },
            ["required"] = Names([name]),
            ["additionalProperties"] = false,
        };
        return new JsonObject
        {
            ["anyOf"] = new JsonArray(
                number, new JsonObject { ["enum"] = Names(["train"]) },
                new JsonObject
                {
                    ["type"] = "object",
                    ["anyOf"] = new JsonArray(
                        Shape("range", List(number.DeepClone().AsObject(), 2)),
                        Shape("log_uniform", List(Number(NumberRule.Positive, "number"), 2)),
                        Shape("normal", List(Number(NumberRule.Finite, "number"), 2)),
                        Shape("values", List(number.DeepClone().AsObject(), null))),
                }),
        };
    }
}
