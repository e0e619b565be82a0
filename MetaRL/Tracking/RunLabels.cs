using System.Text.Json;
using System.Text.Json.Serialization;
using MetaRL.Files;
using MetaRL.Runs;

namespace MetaRL.Tracking;

/// <summary><c>labels.json</c> of a run: what somebody wrote on it.</summary>
/// <param name="Tags">Words to find it by, in alphabetical order.</param>
/// <param name="Note">A sentence; empty for none.</param>
public sealed record RunLabels(IReadOnlyList<string> Tags, string Note)
{
    public const int LongestTag = 50; // characters

    private const string Name = "labels.json";

    /// <summary>Of a run that nobody wrote on.</summary>
    public static RunLabels None { get; } = new([], "");

    /// <summary>Whether a word can be a tag: letters, digits and <c>- _ . : /</c>.</summary>
    public static bool IsTag(string word) => word.Length is > 0 and <= LongestTag
        && word.All(letter => char.IsLetterOrDigit(letter) || letter is '-' or '_' or '.' or ':' or '/');

    /// <summary>Those of a run.</summary>
    /// <exception cref="RunDirectoryException">The file is damaged.</exception>
    public static RunLabels Read(string run)
    {
        var path = Path.Combine(run, Name);
        try
        {
            return File.Exists(path)
                ? JsonSerializer.Deserialize(File.ReadAllBytes(path), RunLabelsJson.Default.RunLabels) ?? None
                : None;
        }
        catch (JsonException wrong)
        {
            throw new RunDirectoryException(
                $"{path}: Tags and note are damaged; delete the file to go on without them.", wrong);
        }
    }

    /// <summary>With tags added and removed.</summary>
    public RunLabels With(IEnumerable<string> added, IEnumerable<string> removed) => this with
    {
        Tags = [.. Tags.Union(added).Except(removed).Order(StringComparer.Ordinal)],
    };

    public void Write(string run) => AtomicFile.Write(
        Path.Combine(run, Name), JsonSerializer.SerializeToUtf8Bytes(this, RunLabelsJson.Default.RunLabels));
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    WriteIndented = true,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(RunLabels))]
internal sealed partial class RunLabelsJson : JsonSerializerContext;
