using MetaRL.Agents.Policies;
using MetaRL.Agents.Rollouts;
using MetaRL.Environments.Tasks;
using static TorchSharp.torch;

namespace MetaRL.Agents.InnerLoops;

/// <summary>How far the derivative of adapted weights reaches.</summary>
public enum GradientOrder
{
    /// <summary>The inner gradient is a constant: ∂φ/∂θ = I.</summary>
    First,

    /// <summary>The inner gradient is differentiated too: ∂φ/∂θ = I − α ∇²L.</summary>
    Second,
}

/// <summary>A rollout with what an inner loop derives from it once, before any gradient.</summary>
/// <param name="Rollout">N tasks.</param>
/// <param name="Advantages">Aₜ, [T, N, E].</param>
/// <param name="Weights">Share of each step in its task's mean, [T, N, E]; 0 after the end of its episode, one in sum for each task.</param>
public sealed record Experience(Rollout Rollout, Tensor Advantages, Tensor Weights) : ITensorBundle
{
    public IEnumerable<Tensor> Tensors => [.. Rollout.Tensors, Advantages, Weights];

    /// <summary>Mean over the steps of each task's episodes: [T, N, E] → [N].</summary>
    public Tensor MeanPerTask(Tensor values) => (values * Weights).sum([0, 2]);
}

/// <summary>How weights change inside a task: φ ← U(φ, experience).</summary>
public interface IInnerLoop
{
    /// <summary>What is to be learnt from a rollout.</summary>
    Experience Prepare(Rollout rollout);

    /// <summary>Loss of each task at its own weights, [N].</summary>
    Tensor Loss(IPolicy policy, Params phi, Experience experience);

    /// <summary>One update; with <see cref="GradientOrder.Second"/> differentiable in everything that φ depends on.</summary>
    /// <param name="policy">The architecture.</param>
    /// <param name="phi">φ [N, P].</param>
    /// <param name="experience">Gathered with φ.</param>
    /// <param name="update">0 for a task's first update, 1 for the next, ...</param>
    /// <param name="order">How far derivatives reach.</param>
    Params Update(IPolicy policy, Params phi, Experience experience, int update, GradientOrder order);
}
