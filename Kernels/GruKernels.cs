using System.Collections.Concurrent;

namespace MetaRL.Kernels;

/// <summary>The kernels of one recurrent network, one for each thread that computes.</summary>
/// <param name="inputs">I.</param>
/// <param name="hidden">H.</param>
/// <param name="layers">L.</param>
public sealed class GruKernels(int inputs, int hidden, int layers)
{
    private readonly ConcurrentBag<GruKernel<float>> _idle = [];

    /// <summary>A kernel that nobody else has until it is given back.</summary>
    public GruKernel<float> Take() =>
        _idle.TryTake(out var idle) ? idle : GruKernel.Create(inputs, hidden, layers);

    /// <summary>Gives a kernel back.</summary>
    public void GiveBack(GruKernel<float> kernel) => _idle.Add(kernel);
}
