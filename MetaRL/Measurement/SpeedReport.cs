using System.Text.Json;
using System.Text.Json.Serialization;
using MetaRL.Checkpoints;
using MetaRL.Files;

namespace MetaRL.Measurement;

/// <summary>How fast a device is.</summary>
/// <param name="Device">Its name: <c>cpu</c> or <c>cuda:0</c>.</param>
/// <param name="Libtorch">Version of libtorch.</param>
/// <param name="Threads">Threads on the CPU.</param>
/// <param name="Speed">Its rates.</param>
/// <param name="Stepping">Families at numbers of lanes.</param>
/// <param name="MetaIterations">One meta-iteration, by kernels and without.</param>
public sealed record SpeedReport(
    string Device, string Libtorch, int Threads, SpeedBounds Speed, IReadOnlyList<SteppingSpeed> Stepping,
    IReadOnlyList<MetaIterationSpeed> MetaIterations)
{
    /// <summary>With what this process is.</summary>
    public static SpeedReport Of(
        TorchSharp.torch.Device device, SpeedBounds speed, IReadOnlyList<SteppingSpeed> stepping,
        IReadOnlyList<MetaIterationSpeed> metaIterations) =>
        new(device.ToString(), SoftwareVersion.LibTorch, Environment.ProcessorCount, speed, stepping, metaIterations);

    /// <summary>Writes every number as JSON.</summary>
    public void Write(string path) =>
        AtomicFile.Write(path, JsonSerializer.SerializeToUtf8Bytes(this, SpeedReportContext.Default.SpeedReport));
}

[JsonSourceGenerationOptions(WriteIndented = true, PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(SpeedReport))]
internal sealed partial class SpeedReportContext : JsonSerializerContext;
