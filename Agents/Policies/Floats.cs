using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace MetaRL.Agents.Policies;

/// <summary>The memory of tensors of 32-bit floats on the CPU.</summary>
public static class Floats
{
    /// <summary>Whether a tensor is one.</summary>
    public static bool Are(Tensor values) =>
        values.device.type == TorchSharp.DeviceType.CPU && values.dtype == ScalarType.Float32;

    /// <summary>Why kernels do not compute with a tensor; null where they do.</summary>
    public static string? Obstacle(Tensor values) => Are(values)
        ? null
        : $"kernels compute with 32-bit floats on a CPU, not with {values.dtype} on {values.device}";

    /// <summary>A copy of the numbers, row by row.</summary>
    public static float[] Of(Tensor values)
    {
        using var constant = values.detach();
        using var whole = constant.contiguous();
        return In(whole).ToArray();
    }

    /// <summary>The numbers of a contiguous tensor where they are.</summary>
    public static Span<float> In(Tensor values) => MemoryMarshal.Cast<byte, float>(values.bytes);
}
