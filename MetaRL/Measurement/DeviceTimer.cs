using System.Diagnostics;
using TorchSharp;
using static TorchSharp.torch;

namespace MetaRL.Measurement;

/// <summary>Times work on one device, until the device is done with it.</summary>
/// <param name="device">Where the work is done.</param>
/// <param name="runs">Timed runs, after some that do not count; odd.</param>
public sealed class DeviceTimer(Device device, int runs)
{
    private const double WarmUp = 0.3; // s, in which .NET compiles what it sees often once more

    /// <summary>Median time of the runs; s.</summary>
    public double Median(Action work)
    {
        for (var warm = 0.0; warm < WarmUp;)
        {
            warm += Once(work);
        }

        var seconds = Enumerable.Range(0, runs).Select(_ => Once(work)).Order().ToArray();
        return seconds[runs / 2];
    }

    /// <summary>Time of one run, with the launch of its first kernel; s.</summary>
    public double Once(Action work)
    {
        Synchronize();
        var start = Stopwatch.GetTimestamp();
        work();
        Synchronize();
        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    private void Synchronize()
    {
        if (device.type == DeviceType.CUDA)
        {
            cuda.synchronize(device);
        }
    }
}
