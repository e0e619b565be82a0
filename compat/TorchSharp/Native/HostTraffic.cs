namespace TorchSharp.Native;

/// <summary>What made numbers pass between the host and the devices, since the process started, on all threads.</summary>
internal static class HostTraffic
{
    private static long reads;
    private static long writes;
    private static long unplaced;

    /// <summary>Reads of elements, and copies of tensors to the CPU.</summary>
    internal static long Reads => Interlocked.Read(ref reads);

    /// <summary>Tensors made of the host's numbers.</summary>
    internal static long Writes => Interlocked.Read(ref writes);

    /// <summary>Tensors made without saying where.</summary>
    internal static long Unplaced => Interlocked.Read(ref unplaced);

    internal static void Read() => Interlocked.Increment(ref reads);

    internal static void Write() => Interlocked.Increment(ref writes);

    internal static void Unplace() => Interlocked.Increment(ref unplaced);
}
