namespace MetaRL.Kernels;

/// <summary>The kernels of one policy.</summary>
/// <param name="shape">The policy.</param>
public sealed class PolicyKernels(PolicyShape shape) : KernelPool<PolicyKernel<float>>(() => PolicyKernel.Create(shape))
{
    /// <summary>The policy.</summary>
    public PolicyShape Shape => shape;
}
