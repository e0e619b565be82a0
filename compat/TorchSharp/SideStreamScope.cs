using TorchSharp.Native;

namespace TorchSharp.Extras;

/// <summary>
/// Until its disposal, the calling thread's work on a GPU goes to a stream of its own: after all that the device was given before, and
/// before all that it is given afterwards.
/// </summary>
public sealed class SideStreamScope(torch.Device device) : IDisposable
{
    private readonly nint handle = Shim.Check(Shim.shim_stream_enter(device.Code));

    public void Dispose() => Shim.Check(Shim.shim_stream_leave(handle));
}
