using static TorchSharp.torch;

namespace MetaRL.Tests.Tensors;

internal static class Elements
{
    /// <summary>All elements in row-major order.</summary>
    public static double[] Numbers(this Tensor tensor) =>
        tensor.detach().to(ScalarType.Float64).data<double>().ToArray();

    /// <summary>
    /// What a function returns on a thread of its own. (An await would end the test on another thread, too.)
    /// </summary>
    public static T OnAnotherThread<T>(Func<T> function)
    {
        T result = default!;
        var thread = new Thread(() => result = function());
        thread.Start();
        thread.Join();
        return result;
    }

    /// <summary>1, 2, ..., n in 64-bit floats.</summary>
    public static Tensor UpTo(int n) => arange(1, n + 1, ScalarType.Float64);
}
