using MetaRL.Agents.InnerLoops;
using MetaRL.Agents.Policies;
using MetaRL.Optimizers;
using static TorchSharp.torch;

namespace MetaRL.Learners;

/// <summary>Settings of ANIL: <see cref="AdaptedLastLayer"/> under <see cref="Maml"/>.</summary>
/// <param name="Order">Order of the meta-gradient.</param>
/// <param name="Outer">The outer optimiser.</param>
public sealed record AnilSettings(GradientOrder Order, OuterSettings Outer) : MamlSettings(Order, Outer)
{
    public override MetaProblem Adapting(MetaProblem problem, PolicySettings architecture) => problem with
    {
        Adaptation = problem.Adaptation with { Policy = new AdaptedLastLayer(problem.Adaptation.Policy) },
    };
}

/// <summary>A policy of which only the last layer adapts: φ_head ← φ_head − α ∂L/∂φ_head, φ_body = θ_body.</summary>
/// <remarks>
/// Raghu et al. 2020 (ANIL: almost no inner loop), section 4: the body learns features across tasks, the head what to
/// do with them in one. All weights are meta-learnt. The head is the last layer's weights and biases; the deviation of
/// continuous actions is not part of it.
/// </remarks>
/// <param name="policy">The architecture.</param>
public sealed class AdaptedLastLayer(IPolicy policy) : PlasticPolicy(policy)
{
    private readonly (long Start, long Count) _head = Head(policy.Layout);

    public override Params Descend(Params phi, Tensor gradient, double stepSize)
    {
        var end = _head.Start + _head.Count;
        var head = Part(phi.Flat) - (Part(gradient) * stepSize);
        return phi with
        {
            Flat = cat(
                [phi.Flat.narrow(-1, 0, _head.Start), head, phi.Flat.narrow(-1, end, phi.Layout.Count - end)], -1),
        };

        Tensor Part(Tensor flat) => flat.narrow(-1, _head.Start, _head.Count);
    }

    private static (long Start, long Count) Head(ParamLayout layout)
    {
        var last = layout.Weights.Last(
            weight => weight.Name.StartsWith("layer", StringComparison.Ordinal)).Name.Split('.')[0] + ".";
        var body = layout.Weights.TakeWhile(weight => !weight.Name.StartsWith(last, StringComparison.Ordinal));
        var head = layout.Weights.Where(weight => weight.Name.StartsWith(last, StringComparison.Ordinal));
        return (body.Sum(weight => weight.Count), head.Sum(weight => weight.Count));
    }
}
