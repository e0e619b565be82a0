using System.Text.Json;
using System.Text.Json.Serialization;
using MetaRL.Evaluation.Measuring;

namespace MetaRL.Evaluation.Reports;

/// <summary><c>comparison.json</c>: every number of the reports, unrounded, and the verdicts in words.</summary>
public static class ComparisonJson
{
    /// <summary>Version of the layout.</summary>
    public const int Format = 1;

    /// <param name="reports">One per task set.</param>
    public static byte[] Bytes(IReadOnlyList<ComparisonReport> reports) => JsonSerializer.SerializeToUtf8Bytes(
        new ComparisonDocument(Format, reports), ComparisonJsonContext.Readable.ComparisonDocument);

    /// <summary>The reports of a file.</summary>
    /// <exception cref="EvaluationFormatException">The file is damaged, or of another layout; the message is one line that names it.</exception>
    public static IReadOnlyList<ComparisonReport> Read(string path)
    {
        try
        {
            var document = JsonSerializer.Deserialize(File.ReadAllBytes(path), ComparisonJsonContext.Readable.ComparisonDocument);
            return document is { Format: Format, Comparisons: var reports }
                ? reports
                : throw new EvaluationFormatException($"{path}: The comparison is of another version; write it anew with `metarl compare`.");
        }
        catch (JsonException wrong)
        {
            throw new EvaluationFormatException($"{path}: The comparison is damaged; write it anew with `metarl compare`.", wrong);
        }
    }
}

internal sealed record ComparisonDocument(int Format, IReadOnlyList<ComparisonReport> Comparisons);

[JsonSourceGenerationOptions(
    WriteIndented = true,
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    Converters = [typeof(OutcomeNames<AdaptationOutcome>), typeof(OutcomeNames<PairwiseComparisonOutcome>), typeof(OutcomeNames<OptimumKind>)])]
[JsonSerializable(typeof(ComparisonDocument))]
internal sealed partial class ComparisonJsonContext : JsonSerializerContext
{
    /// <summary>Minus signs and dashes as themselves rather than as escapes.</summary>
    public static ComparisonJsonContext Readable => new(new JsonSerializerOptions(Default.Options)
    {
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });
}

internal sealed class OutcomeNames<T>() : JsonStringEnumConverter<T>(JsonNamingPolicy.SnakeCaseLower)
    where T : struct, Enum;
