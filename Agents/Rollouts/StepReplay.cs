using static TorchSharp.torch;
#if TORCH_STANDIN
using TorchSharp;
using TorchSharp.Extras;
#endif

namespace MetaRL.Agents.Rollouts;

/// <summary>Doing one step again and again, where all that it reads and writes stays where it is.</summary>
internal static class StepReplay
{
    /// <summary>Launches the work of every step on its own: what any replay must be equal to.</summary>
    public static void OneByOne(Action step, int times)
    {
        for (var time = 0; time < times; time++)
        {
            step();
        }
    }

#if TORCH_STANDIN
    private const int WorthRecording = 8; // a recording costs about as much as a few steps

    // For comparing; nothing else depends on it.
    private static readonly bool Wanted = Environment.GetEnvironmentVariable("METARL_CUDA_GRAPHS") != "off";

    /// <summary>How a device replays that many steps; null where it is better not done.</summary>
    public static Action<Action, int>? For(Device device, int times) =>
        device.type == DeviceType.CUDA && times >= WorthRecording && Wanted && CudaGraph.IsSupported
            ? (step, again) => FromRecording(device, step, again)
            : null;

    // The first step allocates what stays and warms up, the second is recorded.
    private static void FromRecording(Device device, Action step, int times)
    {
        using var stream = new SideStreamScope(device);
        step();
        using var graph = CudaGraph.Capture(step);
        OneByOne(graph.Replay, times - 1);
    }
#else
    /// <summary>Never: the real package has no CUDA graphs, so that every kernel is launched on its own.</summary>
    public static Action<Action, int>? For(Device device, int times) => null;
#endif
}
