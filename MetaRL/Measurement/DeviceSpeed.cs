using TorchSharp;
using static TorchSharp.torch;

namespace MetaRL.Measurement;

/// <summary>The two rates that bound every computation from below, as measured.</summary>
/// <param name="MatrixRate">Operations of a product of large matrices in 32-bit floats; 1/s.</param>
/// <param name="Bandwidth">Bytes read and written by a copy far larger than any cache; 1/s.</param>
public sealed record DeviceSpeed(double MatrixRate, double Bandwidth)
{
    /// <summary>Measures a device.</summary>
    public static DeviceSpeed Measure(Device device, DeviceTimer timer)
    {
        using var constant = no_grad();
        using var scope = NewDisposeScope();
        var (side, bytes) = device.type == DeviceType.CUDA ? (8192L, 1L << 32) : (1024L, 1L << 28);
        var (a, b) = (ones([side, side], ScalarType.Float32, device), ones([side, side], ScalarType.Float32, device));
        var product = timer.Median(() =>
        {
            using var step = NewDisposeScope();
            _ = a.mm(b);
        });
        var source = ones(bytes / sizeof(float), ScalarType.Float32, device);
        var target = zeros(bytes / sizeof(float), ScalarType.Float32, device);
        var copy = timer.Median(() => target.copy_(source));
        return new DeviceSpeed(2.0 * side * side * side / product, 2.0 * bytes / copy);
    }

    /// <summary>The least time for some work: max(operations / rate, bytes / bandwidth); s.</summary>
    /// <param name="operations">Additions and multiplications in products of matrices.</param>
    /// <param name="bytes">What has to be read and written at least.</param>
    public double Floor(double operations, double bytes) => Math.Max(operations / MatrixRate, bytes / Bandwidth);
}
