using MetaRL.Kernels;
using MetaRL.Learners;
using TorchSharp;
using static TorchSharp.torch;

namespace MetaRL.Measurement;

/// <summary>What bounds all work on a device from below, as measured.</summary>
/// <param name="Libtorch">Products of large matrices and copies by libtorch, on all threads.</param>
/// <param name="KernelRate">
/// Operations of the kernels' products, whose matrices fit into the cache, on all threads; 1/s, 0 on a GPU.
/// </param>
public sealed record SpeedBounds(DeviceSpeed Libtorch, double KernelRate)
{
    private const int Products = 4096; // in one timed run of a thread; 2 GFLOP

    /// <summary>Measures a device.</summary>
    /// <param name="device">The device.</param>
    /// <param name="threads">Threads on a CPU.</param>
    /// <param name="timer">Of the device.</param>
    /// <remarks>libtorch computes with one thread afterwards: chunks of tasks have threads of their own.</remarks>
    public static SpeedBounds Measure(Device device, int threads, DeviceTimer timer)
    {
        set_num_threads(threads);
        var libtorch = DeviceSpeed.Measure(device, timer);
        set_num_threads(1);
        if (device.type != DeviceType.CPU)
        {
            return new SpeedBounds(libtorch, 0);
        }

        var seconds = timer.Median(() => Parallel.For(
            0, threads, new ParallelOptions { MaxDegreeOfParallelism = threads },
            _ => ProductBlock.Compute(Products)));
        return new SpeedBounds(libtorch, threads * Products * ProductBlock.Operations / seconds);
    }

    /// <summary>The highest rate of products of matrices, whatever computes them; 1/s.</summary>
    public double FastestRate => Math.Max(Libtorch.MatrixRate, KernelRate);

    /// <summary>Operations of products of matrices by what computes some work; 1/s.</summary>
    public double RateOf(PhaseWork work) => work.Obstacle is null ? KernelRate : Libtorch.MatrixRate;

    /// <summary>The least time for some work, whatever computes it; s.</summary>
    /// <param name="operations">In products of matrices.</param>
    /// <param name="bytes">What has to be read and written at least.</param>
    public double Floor(double operations, double bytes) =>
        (Libtorch with { MatrixRate = FastestRate }).Floor(operations, bytes);

    /// <summary>
    /// Whether another measurement of the fastest products agrees within a fifth; if not, something else kept the
    /// device busy meanwhile.
    /// </summary>
    public bool Agrees(SpeedBounds other)
    {
        const double Tolerance = 1.2;
        var (slower, faster) = (
            Math.Min(FastestRate, other.FastestRate), Math.Max(FastestRate, other.FastestRate));
        return faster <= Tolerance * slower;
    }

    /// <summary>The highest of all rates of both.</summary>
    public SpeedBounds OrFaster(SpeedBounds other) => new(
        new DeviceSpeed(
            Math.Max(Libtorch.MatrixRate, other.Libtorch.MatrixRate),
            Math.Max(Libtorch.Bandwidth, other.Libtorch.Bandwidth)),
        Math.Max(KernelRate, other.KernelRate));
}
