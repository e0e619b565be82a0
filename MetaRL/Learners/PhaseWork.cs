using MetaRL.Agents.InnerLoops;
using MetaRL.Agents.Policies;

namespace MetaRL.Learners;

/// <summary>What a phase of a meta-iteration computes, and by what.</summary>
/// <param name="Phase">The phase.</param>
/// <param name="Obstacle">Why libtorch computes it and no fused kernel; null where kernels do.</param>
/// <param name="Operations">
/// Additions and multiplications in products of matrices that it cannot do without; terms of an objective beside the
/// adapted loss are left out.
/// </param>
public sealed record PhaseWork(MetaPhase Phase, string? Obstacle, double Operations)
{
    /// <summary>Of learners that adapt and differentiate through it, with K updates of J gradients each.</summary>
    /// <param name="problem">Policy and inner loop.</param>
    /// <param name="order">Order of the meta-gradient.</param>
    /// <param name="theta">θ.</param>
    /// <param name="counts">What happens in an iteration; all rounds are taken to have as many steps.</param>
    internal static IReadOnlyList<PhaseWork> OfAdapting(
        MetaProblem problem, GradientOrder order, Params theta, IterationCounts counts)
    {
        var (policy, inner, updates, _) = problem.Adaptation;
        var (products, steps) = (policy.Products, counts.EnvSteps / (updates + 1));
        var gradients = updates * inner.GradientSteps;
        var adapting = gradients * products.Gradient;
        var hessians = order == GradientOrder.Second ? gradients * products.HessianProduct : 0;
        var outer = (counts.Gradients * (adapting + products.Gradient + hessians))
            + (counts.FisherProducts * ((2 * hessians) + products.FisherProduct))
            + (counts.Losses * (adapting + products.Forward));
        return
        [
            .. BeforeStep(problem, theta, steps),
            new(MetaPhase.Outer, FusedObjective.Obstacle(problem, theta), steps * outer),
        ];
    }

    /// <summary>Of learners that adapt on K + 1 rollouts and move θ by what that comes to.</summary>
    /// <inheritdoc cref="OfAdapting"/>
    internal static IReadOnlyList<PhaseWork> OfAdapted(MetaProblem problem, Params theta, IterationCounts counts)
    {
        var (policy, inner, updates, _) = problem.Adaptation;
        return
        [
            .. BeforeStep(problem, theta, counts.EnvSteps / (updates + 1)),
            new(
                MetaPhase.Outer, FusedScore.Obstacle(inner, policy, theta),
                counts.EnvSteps * inner.GradientSteps * policy.Products.Gradient),
        ];
    }

    // Sampling and adaptation, with the steps of one round
    private static IEnumerable<PhaseWork> BeforeStep(MetaProblem problem, Params theta, double steps)
    {
        var (policy, inner, updates, _) = problem.Adaptation;
        yield return new(
            MetaPhase.Sampling, policy.ActingObstacle ?? Floats.Obstacle(theta.Flat),
            steps * (updates + 1) * policy.Products.Forward);
        yield return new(
            MetaPhase.Adaptation,
            updates == 0 ? "there is no inner update" : FusedScore.Obstacle(inner, policy, theta),
            steps * updates * inner.GradientSteps * policy.Products.Gradient);
    }
}
