using System.Text.Json;
using System.Text.Json.Serialization;
using MetaRL.Evaluation.Measuring;
using MetaRL.Evaluation.Statistics;

namespace MetaRL.Evaluation.Reports;

/// <summary><c>comparison.json</c>: every number of the comparisons, unrounded, and the verdicts in words.</summary>
public static class ComparisonJson
{
    /// <summary>Version of the layout.</summary>
    public const int Format = 1;

    /// <param name="comparisons">One per task set.</param>
    public static byte[] Bytes(IReadOnlyList<Comparison> comparisons) => JsonSerializer.SerializeToUtf8Bytes(
        new ComparisonDocuments(Format, [.. comparisons.Select(ComparisonDocument.Of)]),
        ComparisonJsonContext.Readable.ComparisonDocuments);

    /// <summary>The comparisons of a file.</summary>
    /// <exception cref="EvaluationFormatException">The file is damaged, or of another layout; the message is one line
    /// that names it.</exception>
    public static IReadOnlyList<ComparisonDocument> Read(string path)
    {
        try
        {
            var file = JsonSerializer.Deserialize(
                File.ReadAllBytes(path), ComparisonJsonContext.Readable.ComparisonDocuments);
            return file is { Format: Format, Comparisons: var comparisons }
                ? comparisons
                : throw new EvaluationFormatException(
                    $"{path}: The comparison is of another version; write it anew with `metarl compare`.");
        }
        catch (JsonException wrong)
        {
            throw new EvaluationFormatException(
                $"{path}: The comparison is damaged; write it anew with `metarl compare`.", wrong);
        }
    }
}

internal sealed record ComparisonDocuments(int Format, IReadOnlyList<ComparisonDocument> Comparisons);

[JsonSourceGenerationOptions(
    WriteIndented = true,
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    Converters =
    [
        typeof(OutcomeNames<AdaptationOutcome>), typeof(OutcomeNames<PairwiseOutcome>),
        typeof(OutcomeNames<OptimumKind>), typeof(OutcomeNames<ScoreScale>), typeof(OutcomeNames<SeedsOutcome>),
    ])]
[JsonSerializable(typeof(ComparisonDocuments))]
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
