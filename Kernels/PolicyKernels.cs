using System.Collections.Concurrent;

namespace MetaRL.Kernels;

/// <summary>The kernels of one policy, one for each thread that computes.</summary>
/// <param name="shape">The policy.</param>
public sealed class PolicyKernels(PolicyShape shape)
{
    private readonly ConcurrentBag<PolicyKernel<float>> _idle = [];

    /// <summary>The policy.</summary>
    public PolicyShape Shape => shape;

    /// <summary>Computes with a kernel that no other thread has meanwhile.</summary>
    public void Use(Action<PolicyKernel<float>> computation)
    {
        var kernel = _idle.TryTake(out var idle) ? idle : PolicyKernel.Create(shape);
        computation(kernel);
        _idle.Add(kernel);
    }
}
