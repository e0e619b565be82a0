using static TorchSharp.torch;

namespace MetaRL.Tests.Compat;

internal static class Elements
{
    /// <summary>All elements in row-major order.</summary>
    public static double[] Numbers(this Tensor tensor) =>
        tensor.detach().to(ScalarType.Float64).data<double>().ToArray();

    /// <summary>1, 2, ..., n in 64-bit floats.</summary>
    public static Tensor UpTo(int n) => arange(1, n + 1, ScalarType.Float64);
}
