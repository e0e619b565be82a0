using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace MetaRL.Environments.Tasks;

/// <summary>The memory of tensors on the CPU.</summary>
public static class HostMemory
{
    /// <summary>A copy of the numbers, row by row.</summary>
    /// <typeparam name="T">Their type.</typeparam>
    public static T[] Copy<T>(Tensor values)
        where T : unmanaged
    {
        using var constant = values.detach();
        using var whole = constant.contiguous();
        return Of<T>(whole).ToArray();
    }

    /// <summary>The numbers of a contiguous tensor where they are, at most 2 GiB.</summary>
    /// <typeparam name="T">Their type.</typeparam>
    public static Span<T> Of<T>(Tensor values)
        where T : unmanaged => MemoryMarshal.Cast<byte, T>(values.bytes);
}
