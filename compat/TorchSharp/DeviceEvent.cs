using TorchSharp.Native;

namespace TorchSharp.Extras;

/// <summary>A point in the work that a GPU has been given: the end of all before it.</summary>
public sealed class DeviceEvent : IDisposable
{
    private readonly nint handle;

    private DeviceEvent(nint handle) => this.handle = handle;

    /// <summary>Marks the present end of the device's work.</summary>
    public static DeviceEvent Record(torch.Device device) => new(Shim.Check(Shim.shim_event_record(device.Code)));

    /// <summary>Time that the device took from this to a later event, both of which it has passed; s, null where libtorch cannot tell (before 2.4).</summary>
    public double? Until(DeviceEvent later) =>
        Shim.shim_event_elapsed(handle, later.handle) is var milliseconds and >= 0 ? milliseconds / 1000 : null;

    public void Dispose() => Shim.shim_event_free(handle);
}
