using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace MetaRL.Kernels;

/// <summary>What follows from the ends of episodes, of neighbouring lanes.</summary>
public static class LaneFlags
{
    /// <summary>Steps since the last reset: next = 0 where an episode ended, time + 1 elsewhere.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Count(ReadOnlySpan<float> time, ReadOnlySpan<bool> ended, Span<float> next)
    {
        var lane = 0;
        for (; lane <= time.Length - Vector256<float>.Count; lane += Vector256<float>.Count)
        {
            var later = Vector256.Create(time[lane..]) + Vector256<float>.One;
            (later & Onward(ended, lane)).CopyTo(next[lane..]);
        }

        for (; lane < time.Length; lane++)
        {
            next[lane] = ended[lane] ? 0 : time[lane] + 1;
        }
    }

    /// <summary>
    /// Forward in time, where environments do not restart: what an episode earns and how it ends counts once, and it is
    /// over afterwards.
    /// </summary>
    /// <param name="alive">1 where the step belongs to the episode, else 0.</param>
    /// <param name="rewards">0 outside it, afterwards.</param>
    /// <param name="ended">Never outside it, afterwards.</param>
    /// <param name="next">The same for the next step, or empty after the last one.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Follow(
        ReadOnlySpan<float> alive, Span<float> rewards, Span<bool> ended, Span<float> next)
    {
        var lane = 0;
        for (; lane <= alive.Length - Vector256<float>.Count; lane += Vector256<float>.Count)
        {
            var here = Vector256.Create(alive[lane..]);
            (here * Vector256.Create<float>(rewards[lane..])).CopyTo(rewards[lane..]);
            if (next.Length > 0)
            {
                (here & Onward(ended, lane)).CopyTo(next[lane..]);
            }

            if (here != Vector256<float>.One)
            {
                EndOnce(alive, ended, lane, lane + Vector256<float>.Count);
            }
        }

        for (; lane < alive.Length; lane++)
        {
            rewards[lane] *= alive[lane];
            EndOnce(alive, ended, lane, lane + 1);
            if (next.Length > 0)
            {
                next[lane] = ended[lane] ? 0 : alive[lane];
            }
        }
    }

    /// <summary>
    /// Backward in time, where environments restart: a step belongs to a whole episode if it ends one, or if the next
    /// step does.
    /// </summary>
    /// <param name="next">1 where the next step does, else 0.</param>
    /// <param name="ended">Whether the step ends one.</param>
    /// <param name="alive">The result.</param>
    /// <param name="rewards">0 outside episodes, afterwards.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Precede(
        ReadOnlySpan<float> next, ReadOnlySpan<bool> ended, Span<float> alive, Span<float> rewards)
    {
        var lane = 0;
        for (; lane <= alive.Length - Vector256<float>.Count; lane += Vector256<float>.Count)
        {
            var here = Vector256.ConditionalSelect(
                Onward(ended, lane), Vector256.Create(next[lane..]), Vector256<float>.One);
            here.CopyTo(alive[lane..]);
            (here * Vector256.Create<float>(rewards[lane..])).CopyTo(rewards[lane..]);
        }

        for (; lane < alive.Length; lane++)
        {
            alive[lane] = ended[lane] ? 1 : next[lane];
            rewards[lane] *= alive[lane];
        }
    }

    private static void EndOnce(ReadOnlySpan<float> alive, Span<bool> ended, int first, int end)
    {
        for (var lane = first; lane < end; lane++)
        {
            ended[lane] &= alive[lane] > 0;
        }
    }

    // All bits where an episode goes on.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> Onward(ReadOnlySpan<bool> ended, int lane)
    {
        var eight = MemoryMarshal.Read<ulong>(MemoryMarshal.AsBytes(ended.Slice(lane, sizeof(ulong))));
        var wide = Vector128.WidenLower(Vector128.CreateScalar(eight).AsByte());
        return Vector256.Equals(Vector256.Create(Vector128.WidenLower(wide), Vector128.WidenUpper(wide)), default)
            .AsSingle();
    }
}
