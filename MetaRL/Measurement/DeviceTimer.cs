using System.Diagnostics;
using TorchSharp;
using static TorchSharp.torch;
#if TORCH_STANDIN
using TorchSharp.Extras;
#endif

namespace MetaRL.Measurement;

/// <summary>Times work on one device, until the device is done with it.</summary>
/// <param name="device">Where the work is done.</param>
/// <param name="runs">Timed runs, after one that does not count; odd.</param>
public sealed class DeviceTimer(Device device, int runs)
{
    /// <summary>Median time of the runs; s.</summary>
    public double Median(Action work)
    {
        _ = Once(work);
        var seconds = Enumerable.Range(0, runs).Select(_ => Once(work)).Order().ToArray();
        return seconds[runs / 2];
    }

    /// <summary>Time of one run; s. On a GPU between two events of its own, from which the clock may differ by the launch of the first kernel.</summary>
    public double Once(Action work)
    {
        Synchronize();
        var start = Stopwatch.GetTimestamp();
        var onDevice = BetweenEvents(work);
        return onDevice ?? Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

#if TORCH_STANDIN
    private double? BetweenEvents(Action work)
    {
        if (device.type != DeviceType.CUDA)
        {
            work();
            return null;
        }

        using var before = DeviceEvent.Record(device);
        work();
        using var after = DeviceEvent.Record(device);
        Synchronize();
        return before.Until(after);
    }
#else
    // The real package has no events that keep the time.
    private double? BetweenEvents(Action work)
    {
        work();
        Synchronize();
        return null;
    }
#endif

    private void Synchronize()
    {
        if (device.type == DeviceType.CUDA)
        {
            cuda.synchronize(device);
        }
    }
}
