using MetaRL.Agents.InnerLoops;
using MetaRL.Agents.Policies;
using MetaRL.Environments.Tasks;
using MetaRL.Optimizers;
using static TorchSharp.torch;

namespace MetaRL.Learners;

/// <summary>Settings of Meta-SGD: <see cref="LearnedStepSizes"/> under <see cref="Maml"/>.</summary>
/// <param name="StepSize">α₀, first value of every learned step size.</param>
/// <param name="Order">Order of the meta-gradient.</param>
/// <param name="Outer">The outer optimiser.</param>
public sealed record MetaSgdSettings(double StepSize, GradientOrder Order, OuterSettings Outer)
    : MamlSettings(Order, Outer)
{
    public override MetaProblem Adapting(MetaProblem problem, PolicySettings architecture) => problem with
    {
        Adaptation = problem.Adaptation with { Policy = new LearnedStepSizes(problem.Adaptation.Policy, StepSize) },
    };
}

/// <summary>A policy that brings a step size for each of its weights: θ = (w, α), φ ← w − α ∘ ∇L(w).</summary>
/// <remarks>
/// Li et al. 2017 (Meta-SGD), algorithm 2: α has w's shape, is learnt with w and may become
/// negative, so that it decides the direction too.
/// Differs from the paper: every α starts at the same α₀ and not at a random number; a step of another size than α₀, of
/// a later update or from the search over step sizes, multiplies all learned ones alike.
/// </remarks>
/// <param name="policy">The architecture with the weights w.</param>
/// <param name="initial">α₀.</param>
public sealed class LearnedStepSizes(IPolicy policy, double initial) : PlasticPolicy(policy)
{
    private readonly IPolicy _policy = policy;

    public override ParamLayout Layout { get; } = new(
    [
        .. policy.Layout.Weights,
        .. policy.Layout.Weights.Select(weight => weight with { Name = $"step_size.{weight.Name}" }),
    ]);

    public override Params Initialize(RngKey key, Device device, ScalarType dtype = ScalarType.Float32)
    {
        using var scope = NewDisposeScope();
        var w = _policy.Initialize(key, device, dtype).Flat;
        return new Params(Layout, cat([w, full_like(w, initial)]).MoveToOuterDisposeScope());
    }

    public override IActor With(Params weights) => _policy.With(new Params(_policy.Layout, First(weights.Flat)));

    public override Params Start(Params theta, long tasks) => theta.Broadcast(tasks);

    public override Params Descend(Params phi, Tensor gradient, double stepSize)
    {
        var (w, alpha) = (First(phi.Flat), StepSizes(phi.Flat));
        return phi with { Flat = cat([w - (alpha * First(gradient) * (stepSize / initial)), alpha], -1) };
    }

    /// <summary>w + α / α_from ∘ (w_to − w_from), with no α_from 0.</summary>
    public override Params Retrace(Params phi, Params from, Params to)
    {
        var ratio = StepSizes(phi.Flat) / StepSizes(from.Flat);
        var w = First(phi.Flat) + (ratio * (First(to.Flat) - First(from.Flat)));
        return phi with { Flat = cat([w, StepSizes(phi.Flat)], -1) };
    }

    private Tensor First(Tensor flat) => flat.narrow(-1, 0, _policy.Layout.Count);

    private Tensor StepSizes(Tensor flat) => flat.narrow(-1, _policy.Layout.Count, _policy.Layout.Count);
}
