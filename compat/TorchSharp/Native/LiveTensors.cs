namespace TorchSharp.Native;

/// <summary>
/// How many tensors one thread has made, less those that went on it. Only its thread writes it, so that counting costs no
/// traffic between cores; the sum over all threads is the number of live tensors.
/// </summary>
internal sealed class LiveTensors
{
    private static readonly Lock Changing = new();
    private static volatile LiveTensors[] counters = [];
    private static long ofEndedThreads;
    private static long peak;

    private long made;
    private long gone;

    internal LiveTensors()
    {
        lock (Changing) counters = [.. counters, this];
    }

    internal static long Total
    {
        get
        {
            long total = Volatile.Read(ref ofEndedThreads);
            foreach (LiveTensors counter in counters) total += counter.made - counter.gone;
            return total;
        }
    }

    /// <summary>The largest total seen; every thread looks at it once in 64 tensors.</summary>
    internal static long Peak
    {
        get
        {
            long total = Total;
            long seen = Interlocked.Read(ref peak);
            while (total > seen && Interlocked.CompareExchange(ref peak, total, seen) is var other && other != seen) seen = other;
            return Math.Max(total, seen);
        }
    }

    internal void Made()
    {
        if ((++made & 63) == 0) _ = Peak;
    }

    internal void Gone() => gone++;

    /// <summary>Leaves the counts of an ended thread to the total.</summary>
    internal void End()
    {
        lock (Changing)
        {
            ofEndedThreads += made - gone;
            counters = Array.FindAll(counters, counter => counter != this);
        }
    }
}
