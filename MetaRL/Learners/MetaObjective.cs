using MetaRL.Agents.InnerLoops;
using MetaRL.Agents.Policies;
using MetaRL.Optimizers;
using TorchSharp;
using static TorchSharp.torch;

namespace MetaRL.Learners;

/// <summary>The meta-objective on the data of one meta-iteration.</summary>
public static class MetaObjective
{
    /// <summary>By fused kernels where there are some for the problem, else by autograd.</summary>
    /// <param name="scope">The calling thread's dispose scope, which lives as long as the objective.</param>
    /// <param name="problem">How to adapt, and what to judge by.</param>
    /// <param name="order">How far derivatives reach.</param>
    /// <param name="theta">θ₀, at which the data were gathered.</param>
    /// <param name="batches">The data, in chunks of tasks as <see cref="Placement.Chunks"/> makes them.</param>
    /// <param name="constants">What each term derives from those of all tasks; null where these are all.</param>
    public static IMetaObjective Of(
        DisposeScope scope, MetaProblem problem, GradientOrder order, Params theta,
        IReadOnlyList<AdaptationBatch> batches, IReadOnlyList<Tensor?>? constants = null) =>
        FusedObjective.Kernels(problem, theta) is { } kernels
        ? new FusedObjective(problem, order, kernels, theta, batches)
        : new AdaptedObjective(scope, problem, order, theta, batches, constants);
}
