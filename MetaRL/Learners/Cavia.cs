using MetaRL.Agents.InnerLoops;
using MetaRL.Agents.Policies;
using MetaRL.Environments.Tasks;
using MetaRL.Optimizers;
using static TorchSharp.torch;

namespace MetaRL.Learners;

/// <summary>Settings of CAVIA: <see cref="ContextPolicy"/> under <see cref="Maml"/>.</summary>
/// <param name="Context">C, context parameters of a task.</param>
/// <param name="Order">Order of the meta-gradient.</param>
/// <param name="Outer">The outer optimiser.</param>
public sealed record CaviaSettings(int Context, GradientOrder Order, OuterSettings Outer) : MamlSettings(Order, Outer)
{
    public override MetaProblem Adapting(MetaProblem problem, PolicySettings architecture)
    {
        var family = problem.Source.Family;
        var policy = architecture.Create(((Box)family.Observations).Size + Context, family.Actions);
        return problem with { Adaptation = problem.Adaptation with { Policy = new ContextPolicy(policy, Context) } };
    }
}

/// <summary>
/// A policy that sees context parameters beside the observation, and adapts nothing else: π_θ(a | o, c), c ← c − α
/// ∂L/∂c.
/// </summary>
/// <remarks>
/// Zintgraf et al. 2019 (CAVIA), section 3: c [C] starts at 0 in every task, is the task's own and never learnt; θ is
/// shared and does not adapt. So φ = (θ, c).
/// </remarks>
/// <param name="policy">The architecture, of O + C inputs.</param>
/// <param name="context">C.</param>
public sealed class ContextPolicy(IPolicy policy, int context) : PlasticPolicy(policy)
{
    private readonly IPolicy _policy = policy;
    private readonly ParamLayout _fast = new([.. policy.Layout.Weights, new Weight("context", [context])]);

    /// <summary>π_θ with the context of φ [N, P + C], or with that of a task's beginning for θ [P].</summary>
    public override IActor With(Params weights)
    {
        var shared = weights.Flat.narrow(-1, 0, Layout.Count);
        var c = weights.Layout == _fast
            ? weights.Flat.narrow(-1, Layout.Count, context)
            : zeros(context, weights.Flat.dtype, weights.Flat.device);
        return new Actor(_policy.With(new Params(Layout, shared)), c);
    }

    public override Params Start(Params theta, long tasks)
    {
        var c = zeros([tasks, context], theta.Flat.dtype, theta.Flat.device);
        return new Params(_fast, cat([theta.Broadcast(tasks).Flat, c], -1));
    }

    public override Params Descend(Params phi, Tensor gradient, double stepSize)
    {
        var (theta, c) = (phi.Flat.narrow(-1, 0, Layout.Count), phi.Flat.narrow(-1, Layout.Count, context));
        return phi with { Flat = cat([theta, c - (gradient.narrow(-1, Layout.Count, context) * stepSize)], -1) };
    }

    private sealed class Actor(IActor actor, Tensor c) : IActor
    {
        public IActionDistribution Act(Tensor observation) =>
            actor.Act(cat([observation, c.unsqueeze(-2).expand([.. observation.shape[..^1], c.size(-1)])], -1));
    }
}
