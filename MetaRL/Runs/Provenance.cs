using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Json.Serialization;
using MetaRL.Checkpoints;
using MetaRL.Files;

namespace MetaRL.Runs;

/// <summary>Where a run's numbers come from: <c>provenance.json</c>.</summary>
/// <param name="Algorithm">Name of the algorithm among the experiment's.</param>
/// <param name="Seed">Seed.</param>
/// <param name="Version">Version of MetaRL at the latest start.</param>
/// <param name="Commit">Commit that it was built from, where known.</param>
/// <param name="LibTorch">Version of libtorch.</param>
/// <param name="Dotnet">Version of the runtime.</param>
/// <param name="System">Operating system and processor architecture.</param>
/// <param name="Processors">Processors of the machine.</param>
/// <param name="Device">Device that computed.</param>
/// <param name="CommandLine">Command of the latest start.</param>
/// <param name="Started">First start, UTC.</param>
/// <param name="Resumed">Starts after it.</param>
/// <param name="Ended">End of training; null while it goes on.</param>
public sealed record Provenance(
    string Algorithm,
    int Seed,
    string Version,
    string? Commit,
    [property: JsonPropertyName("libtorch")] string LibTorch,
    string Dotnet,
    string System,
    int Processors,
    string Device,
    string CommandLine,
    DateTimeOffset Started,
    IReadOnlyList<DateTimeOffset> Resumed,
    DateTimeOffset? Ended)
{
    /// <summary>That of a run; null where a directory has none.</summary>
    /// <exception cref="RunDirectoryException">The file is there but is no provenance.</exception>
    public static Provenance? Of(string location) => Read(RunDirectory.ProvenanceOf(location));

    /// <summary>A start on this machine now.</summary>
    public static Provenance Now(string algorithm, int seed, string device, string commandLine) => new(
        algorithm, seed, SoftwareVersion.Number, SoftwareVersion.Commit, SoftwareVersion.LibTorch,
        Environment.Version.ToString(), $"{RuntimeInformation.OSDescription} {RuntimeInformation.OSArchitecture}",
        Environment.ProcessorCount, device, commandLine, DateTimeOffset.UtcNow, [], Ended: null);

    /// <summary>This start as one that goes on with a run begun before.</summary>
    public Provenance After(Provenance earlier) =>
        this with { Started = earlier.Started, Resumed = [.. earlier.Resumed, Started] };

    /// <exception cref="RunDirectoryException">The file is there but is no provenance.</exception>
    internal static Provenance? Read(string path)
    {
        if (!File.Exists(path))
        {
            return null;
        }

        try
        {
            return JsonSerializer.Deserialize(File.ReadAllBytes(path), ProvenanceJson.Default.Provenance);
        }
        catch (JsonException wrong)
        {
            throw new RunDirectoryException(
                $"{path}: The provenance is damaged; delete the file to go on without it.", wrong);
        }
    }

    internal void Write(string path) =>
        AtomicFile.Write(path, JsonSerializer.SerializeToUtf8Bytes(this, ProvenanceJson.Default.Provenance));
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    WriteIndented = true,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(Provenance))]
internal sealed partial class ProvenanceJson : JsonSerializerContext;
