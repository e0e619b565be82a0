namespace MetaRL.Kernels;

/// <summary>The kernels of one policy.</summary>
/// <param name="shape">The policy.</param>
public sealed class PolicyKernels(PolicyShape shape) : KernelPool<PolicyKernel<float>>(() => PolicyKernel.Create(shape))
{
    /// <summary>Units of a hidden layer up to which kernels pay: the weights of wider ones leave the cache.</summary>
    public const int WidestLayer = 128;

    /// <summary>The policy.</summary>
    public PolicyShape Shape => shape;

    /// <summary>Why a policy has none that was not to have any.</summary>
    public const string TurnedOff = "compute.kernels is off";

    /// <summary>Those of a policy; null where <see cref="Obstacle"/> says why not.</summary>
    /// <param name="shape">The policy.</param>
    /// <param name="wanted">Whether it is to have any.</param>
    public static PolicyKernels? Of(PolicyShape shape, bool wanted = true) =>
        Obstacle(shape, wanted) is null ? new PolicyKernels(shape) : null;

    /// <summary>
    /// Why a policy has none: a layer is too wide for them to pay, or they are not wanted; null where it has.
    /// </summary>
    /// <param name="shape">The policy.</param>
    /// <param name="wanted">Whether it is to have any.</param>
    public static string? Obstacle(PolicyShape shape, bool wanted = true) =>
        !wanted ? TurnedOff
        : Pay(shape.Perceptron.Hidden) ? null
        : $"the policy has a layer of {shape.Perceptron.Hidden.Max()} units, kernels go up to {WidestLayer}";

    /// <summary>Whether they are faster than autograd for hidden layers of these units.</summary>
    public static bool Pay(IEnumerable<int> hidden) => hidden.All(units => units <= WidestLayer);
}
