using System.Text.Json;
using System.Text.Json.Serialization;
using MetaRL.Checkpoints;
using MetaRL.Files;

namespace MetaRL.Measurement;

/// <summary>How fast a device is.</summary>
/// <param name="Device">Its name: <c>cpu</c> or <c>cuda:0</c>.</param>
/// <param name="Libtorch">Version of libtorch.</param>
/// <param name="Threads">Threads on the CPU.</param>
/// <param name="Speed">Its two rates.</param>
/// <param name="Stepping">Families at numbers of lanes.</param>
/// <param name="MetaIteration">One meta-iteration.</param>
public sealed record SpeedReport(
    string Device, string Libtorch, int Threads, DeviceSpeed Speed, IReadOnlyList<SteppingSpeed> Stepping,
    MetaIterationSpeed MetaIteration)
{
    /// <summary>With what this process is.</summary>
    public static SpeedReport Of(
        TorchSharp.torch.Device device, DeviceSpeed speed, IReadOnlyList<SteppingSpeed> stepping,
        MetaIterationSpeed metaIteration) =>
        new(device.ToString(), SoftwareVersion.LibTorch, Environment.ProcessorCount, speed, stepping, metaIteration);

    /// <summary>Writes every number as JSON.</summary>
    public void Write(string path) =>
        AtomicFile.Write(path, JsonSerializer.SerializeToUtf8Bytes(this, SpeedReportContext.Default.SpeedReport));
}

[JsonSourceGenerationOptions(WriteIndented = true, PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(SpeedReport))]
internal sealed partial class SpeedReportContext : JsonSerializerContext;
