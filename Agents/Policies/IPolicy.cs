using MetaRL.Environments.Tasks;
using MetaRL.Kernels;
using static TorchSharp.torch;

namespace MetaRL.Agents.Policies;

/// <summary>An architecture: a function of (weights, observation) to a distribution over actions.</summary>
public interface IPolicy
{
    ParamLayout Layout { get; }

    /// <summary>Kernels that compute with this policy on a CPU in 32 bits; null where there are none.</summary>
    PolicyKernels? Kernels => null;

    /// <summary>Why there are no <see cref="Kernels"/>; null where there are.</summary>
    string? KernelObstacle => "this policy has no kernel";

    /// <summary>Why it acts without kernels on a CPU in 32 bits; null where it acts with them.</summary>
    string? ActingObstacle => KernelObstacle;

    /// <summary>The products of matrices that acting on one observation takes.</summary>
    MatrixProducts Products => MatrixProducts.Of(Layout);

    /// <summary>First weights θ [P].</summary>
    Params Initialize(RngKey key, Device device, ScalarType dtype = ScalarType.Float32);

    /// <summary>The policy with its weights θ or φ in place.</summary>
    IActor With(Params weights);

    /// <summary>
    /// φ⁰ [N, P′], the weights of N tasks before their first update, as a function of θ; by default θ for every task.
    /// </summary>
    Params Start(Params theta, long tasks) => theta.Broadcast(tasks);

    /// <summary>An inner step along a gradient: φ − α g, by default in every weight.</summary>
    /// <param name="phi">φ [N, P′].</param>
    /// <param name="gradient">g [N, P′].</param>
    /// <param name="stepSize">α.</param>
    Params Descend(Params phi, Tensor gradient, double stepSize) =>
        phi with { Flat = phi.Flat - (gradient * stepSize) };

    /// <summary>
    /// The inner steps that led from one φ to another, taken again from a third with the same gradients, [N, P′]; by
    /// default φ + (to − from).
    /// </summary>
    /// <param name="phi">φ [N, P′].</param>
    /// <param name="from">[N, P′].</param>
    /// <param name="to">[N, P′].</param>
    Params Retrace(Params phi, Params from, Params to) => phi with { Flat = phi.Flat + (to.Flat - from.Flat) };

    /// <summary>
    /// The action distribution with given parameters [..., N, E, D], the inverse of
    /// <see cref="IActionDistribution.Parameters"/>.
    /// </summary>
    IActionDistribution Distribution(Tensor parameters);

    /// <summary>Random numbers that <see cref="IActionDistribution.Sample"/> turns into actions, [..., Z].</summary>
    /// <param name="key">Stream that they come from.</param>
    /// <param name="lead">Leading axes, for instance T, N, E.</param>
    /// <param name="device">Where they are drawn.</param>
    /// <param name="dtype">Their type.</param>
    Tensor Noise(RngKey key, ReadOnlySpan<long> lead, Device device, ScalarType dtype);
}

/// <summary>π(· | observation) for weights in place.</summary>
public interface IActor
{
    /// <param name="observation">[N, E, O] or [T, N, E, O].</param>
    /// <returns>Distributions over actions, one for every leading index.</returns>
    IActionDistribution Act(Tensor observation);

    /// <summary>The same in lanes on the memory of the CPU; null where there is none.</summary>
    ILaneActor? Lanes => null;
}
