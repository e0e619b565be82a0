using System.Globalization;
using TorchSharp.Native;

namespace TorchSharp.Extras;

/// <summary>
/// What the process asks of libtorch from the making of this until its disposal, on all threads: for tests that hot paths
/// let a device run on without waiting for the host. One at a time.
/// </summary>
public sealed unsafe class Recording : IDisposable
{
    private readonly ulong handle = Shim.shim_record_begin() is var begun and not 0 ? begun : throw Shim.LastError();
    private readonly long reads = HostTraffic.Reads;
    private readonly long writes = HostTraffic.Writes;
    private readonly long unplaced = HostTraffic.Unplaced;
    private Dictionary<string, long>? operators;

    /// <summary>
    /// Calls that on a device would wait for it and bring numbers to the host: <c>item</c>, <c>ToDouble</c> and its like,
    /// <c>data</c>, <c>bytes</c>, <c>Equals</c>, and <c>cpu</c> wherever the tensor is.
    /// </summary>
    public long HostReads => HostTraffic.Reads - reads;

    /// <summary>Tensors made of the host's numbers.</summary>
    public long HostWrites => HostTraffic.Writes - writes;

    /// <summary>Tensors made without saying on which device, which on any but the CPU is the wrong one.</summary>
    public long Unplaced => HostTraffic.Unplaced - unplaced;

    /// <summary>
    /// How often every operator was dispatched, such as <c>aten::add</c>: those within others and within backward passes too.
    /// </summary>
    public IReadOnlyDictionary<string, long> Operators => operators ?? Dispatched();

    public void Dispose()
    {
        if (operators is not null) return;
        Shim.shim_record_end(handle);
        operators = Dispatched();
    }

    private static Dictionary<string, long> Dispatched() => Shim.Text(Shim.shim_recorded())
        .Split('\n', StringSplitOptions.RemoveEmptyEntries)
        .Select(line => (Line: line, End: line.LastIndexOf(' ')))
        .ToDictionary(
            one => one.Line[..one.End], one => long.Parse(one.Line.AsSpan(one.End + 1), CultureInfo.InvariantCulture));
}
