using MetaRL.Environments.Tasks;
using static TorchSharp.torch;

namespace MetaRL.Agents.Policies;

/// <summary>A policy of whose weights an inner step changes some, or some more than others.</summary>
/// <param name="policy">The architecture.</param>
public abstract class PlasticPolicy(IPolicy policy) : IPolicy
{
    public virtual ParamLayout Layout => policy.Layout;

    public string? KernelObstacle => "inner steps that change a part of the weights have no kernel";

    public string? ActingObstacle => policy.ActingObstacle;

    public virtual MatrixProducts Products => policy.Products;

    public virtual Params Initialize(RngKey key, Device device, ScalarType dtype = ScalarType.Float32) =>
        policy.Initialize(key, device, dtype);

    public virtual IActor With(Params weights) => policy.With(weights);

    public virtual Params Start(Params theta, long tasks) => policy.Start(theta, tasks);

    public abstract Params Descend(Params phi, Tensor gradient, double stepSize);

    public virtual Params Retrace(Params phi, Params from, Params to) => policy.Retrace(phi, from, to);

    public IActionDistribution Distribution(Tensor parameters) => policy.Distribution(parameters);

    public Tensor Noise(RngKey key, ReadOnlySpan<long> lead, Device device, ScalarType dtype) =>
        policy.Noise(key, lead, device, dtype);
}
