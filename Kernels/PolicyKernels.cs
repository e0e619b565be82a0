namespace MetaRL.Kernels;

/// <summary>The kernels of one policy.</summary>
/// <param name="shape">The policy.</param>
public sealed class PolicyKernels(PolicyShape shape) : KernelPool<PolicyKernel<float>>(() => PolicyKernel.Create(shape))
{
    /// <summary>Units of a hidden layer up to which kernels pay: the weights of wider ones leave the cache.</summary>
    public const int WidestLayer = 128;

    /// <summary>The policy.</summary>
    public PolicyShape Shape => shape;

    /// <summary>Those of a policy; null where a layer is too wide for them to pay.</summary>
    public static PolicyKernels? Of(PolicyShape shape) =>
        shape.Perceptron.Hidden.All(units => units <= WidestLayer) ? new PolicyKernels(shape) : null;
}
