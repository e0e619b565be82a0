using System.Text.Json.Nodes;

namespace MetaRL.Configuration.Catalog;

/// <summary>Long schemas that are written once, whoever has them.</summary>
/// <param name="definitions">Gets them by their names.</param>
internal sealed class SharedSchemas(JsonObject definitions)
{
    private const int Long = 300; // characters

    private readonly Dictionary<string, string> _names = [];

    /// <summary>A reference to the definition of a schema; the schema itself where it is short.</summary>
    /// <param name="name">Name of the definition, with a number behind it where it is taken.</param>
    /// <param name="schema">The schema.</param>
    public JsonNode Once(string name, JsonObject schema)
    {
        var text = schema.ToJsonString();
        if (text.Length < Long)
        {
            return schema;
        }

        if (!_names.TryGetValue(text, out var known))
        {
            known = Enumerable.Range(1, int.MaxValue - 1).Select(number => number == 1 ? name : $"{name}-{number}")
                .First(one => !definitions.ContainsKey(one));
            definitions[known] = schema.DeepClone();
            _names[text] = known;
        }

        return new JsonObject { ["$ref"] = $"#/definitions/{known}" };
    }
}
