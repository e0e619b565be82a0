using System.Collections.Concurrent;

namespace MetaRL.Kernels;

/// <summary>Kernels of one shape, one for each thread that computes.</summary>
/// <typeparam name="TKernel">The kernel.</typeparam>
/// <param name="create">Makes one more.</param>
public class KernelPool<TKernel>(Func<TKernel> create)
{
    private readonly ConcurrentBag<TKernel> _idle = [];

    /// <summary>A kernel that nobody else has until it is given back.</summary>
    public TKernel Take() => _idle.TryTake(out var idle) ? idle : create();

    /// <summary>Gives a kernel back.</summary>
    public void GiveBack(TKernel kernel) => _idle.Add(kernel);

    /// <summary>Computes with a kernel that no other thread has meanwhile.</summary>
    public void Use(Action<TKernel> computation)
    {
        var kernel = Take();
        computation(kernel);
        GiveBack(kernel);
    }
}
