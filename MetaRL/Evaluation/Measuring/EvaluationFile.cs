using System.Text.Json;
using System.Text.Json.Serialization;
using MetaRL.Files;

namespace MetaRL.Evaluation.Measuring;

/// <summary>
/// <c>&lt;algorithm&gt;/seed-&lt;s&gt;/evaluation/&lt;split&gt;.json</c>: one <see cref="EvaluationResult"/>,
/// snake_case keys, every double in the shortest form that reads back to the same bits.
/// </summary>
public static class EvaluationFile
{
    /// <summary>Writes under a temporary name, then renames: a reader sees the whole file or none.</summary>
    /// <exception cref="EvaluationFormatException">The result has a wrong shape or a number that is not
    /// finite.</exception>
    public static void Write(string path, EvaluationResult result)
    {
        var json = JsonSerializer.SerializeToUtf8Bytes(result.Verified(), EvaluationJson.Default.EvaluationResult);
        AtomicFile.Write(path, json);
    }

    /// <exception cref="EvaluationFormatException">
    /// The file is corrupt, foreign, or of another format version; the message is one line that names it and the cure.
    /// </exception>
    public static EvaluationResult Read(string path)
    {
        var json = File.ReadAllBytes(path);
        try
        {
            RequireFormat(json);
            var result = JsonSerializer.Deserialize(json, EvaluationJson.Default.EvaluationResult);
            return result!.Verified();
        }
        catch (JsonException wrong)
        {
            throw new EvaluationFormatException(
                $"{path}: The evaluation is damaged; write it anew with `metarl evaluate`.", wrong);
        }
        catch (EvaluationFormatException wrong)
        {
            throw new EvaluationFormatException(
                $"{path}: {wrong.Message} Write it anew with `metarl evaluate`.", wrong);
        }
    }

    private static void RequireFormat(byte[] json)
    {
        using var document = JsonDocument.Parse(json);
        if (document.RootElement.ValueKind != JsonValueKind.Object
            || !document.RootElement.TryGetProperty("format", out var format)
            || format.ValueKind != JsonValueKind.Number)
        {
            throw new EvaluationFormatException("not an evaluation result: it has no format number.");
        }

        if (!format.TryGetInt32(out var version) || version != EvaluationResult.CurrentFormat)
        {
            throw new EvaluationFormatException($"format {format.GetRawText()} is unknown;"
                + $" this version reads format {EvaluationResult.CurrentFormat}.");
        }
    }
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    UseStringEnumConverter = true,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(EvaluationResult))]
internal sealed partial class EvaluationJson : JsonSerializerContext;
