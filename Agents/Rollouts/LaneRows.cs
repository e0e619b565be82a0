using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace MetaRL.Agents.Rollouts;

/// <summary>
/// The memory of a tensor [T, N, E, K] or [T, N, E] on the CPU, lane by lane: lane n E + e is environment e of task n.
/// </summary>
/// <remarks>The tensor must outlive it.</remarks>
/// <typeparam name="T">The numbers.</typeparam>
internal readonly unsafe struct LaneRows<T>
    where T : unmanaged
{
    private readonly T* _first;
    private readonly long _step; // from one step to the next
    private readonly int _size;  // K, or 1

    /// <param name="rows">The numbers of one step lie in a row.</param>
    public LaneRows(Tensor rows)
    {
        _size = rows.dim() == 4 ? (int)rows.size(3) : 1;
        _step = rows.stride(0);
        if (rows.numel() == 0)
        {
            return;
        }

        using var step = rows.select(0, 0);
        if (!step.is_contiguous())
        {
            throw new ArgumentException("The numbers of a step do not lie in a row.", nameof(rows));
        }

        using var all = step.view(-1);
        using var one = all.narrow(0, 0, 1); // all may be more than a span can have
        fixed (byte* first = &MemoryMarshal.GetReference(one.bytes))
        {
            _first = (T*)first; // memory of libtorch, which does not move
        }
    }

    /// <summary>The numbers of some lanes at one step, [lanes, K].</summary>
    public Span<T> this[int step, int lane, int lanes] =>
        new(_first + (step * _step) + ((long)lane * _size), lanes * _size);
}
