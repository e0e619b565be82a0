using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Json.Schema;
using MetaRL.Configuration.Catalog;
using MetaRL.Configuration.Yaml;
using Xunit;

namespace MetaRL.Tests.Configuration;

/// <summary>The schema, and files as an editor shows them to it.</summary>
internal static partial class SchemaOfExperiments
{
    private static readonly JsonSchema Schema = JsonSchema.FromText(ExperimentSchema.Json());
    private static readonly Lock OneAtATime = new(); // the schema keeps what it has worked out in itself

    public static bool Accepts(string yaml) => Evaluated(yaml, OutputFormat.Flag).IsValid;

    public static void AssertAccepts(string yaml) => Assert.True(
        Accepts(yaml),
        string.Join('\n', Evaluated(yaml, OutputFormat.List).Details.Where(one => one.HasErrors).Select(one =>
            $"{one.InstanceLocation} {one.SchemaLocation}: {string.Join("; ", one.Errors!.Values)}")) + "\n" + yaml);

    private static EvaluationResults Evaluated(string yaml, OutputFormat format)
    {
        lock (OneAtATime)
        {
            return Schema.Evaluate(
                Json(YamlComposer.Compose(yaml, line => Origin.Line("x.yaml", line))),
                new EvaluationOptions { OutputFormat = format });
        }
    }

    // By the core schema of YAML 1.2; numbers in quotes are numbers here too.
    private static JsonNode? Json(ConfigNode? node) => node switch
    {
        ConfigMap map => new JsonObject(
            map.Entries.Select(entry => KeyValuePair.Create(entry.Key, Json(entry.Value)))),
        ConfigList list => new JsonArray([.. list.Items.Select(Json)]),
        ConfigScalar { IsNull: false, Value: var text } =>
            text is "true" or "True" or "TRUE" ? true
            : text is "false" or "False" or "FALSE" ? false
            : Number().IsMatch(text) ? ParsedNumber(text)
            : text,
        _ => null,
    };

    private static JsonNode ParsedNumber(string text) =>
        long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole) ? whole
        : double.Parse(text, CultureInfo.InvariantCulture) is var number && double.IsFinite(number) ? number
        : text;

    [GeneratedRegex(@"\A[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?\z")]
    private static partial Regex Number();
}
