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
    /// <summary>What one unit of an advantage is in units of the return, [N]; null where they are the same.</summary>
    public Tensor? Unit { get; init; }

    /// <summary>log π_old(aₜ | oₜ) of the weights that gathered the rollout, [T, N, E]; null where the loop does not ask for it.</summary>
    public Tensor? LogProb { get; init; }

    /// <summary>yₜ, what the value of each step is to become, [T, N, E]; null where the loop has no values.</summary>
    public Tensor? Targets { get; init; }

    public IEnumerable<Tensor> Tensors =>
        [.. Rollout.Tensors, Advantages, Weights, .. new[] { Unit, LogProb, Targets }.OfType<Tensor>()];

    /// <summary>Mean over the steps of each task's episodes: [T, N, E] → [N].</summary>
    public Tensor MeanPerTask(Tensor values) => (values * Weights).sum([0, 2]);
}

/// <summary>Settings of an inner loop, by which experiment files name it.</summary>
/// <param name="StepSize">α of a task's first update.</param>
/// <param name="LaterStepSize">α of the updates after it.</param>
public abstract record InnerLoopSettings(double StepSize, double LaterStepSize)
{
    /// <summary>γ.</summary>
    public abstract double Gamma { get; init; }

    /// <summary>Whether the probabilities of actions have a derivative by the weights: without one, returns have none either.</summary>
    public virtual bool ActsDifferentiably => true;

    /// <summary>
    /// Whether an update is steps along a gradient that go through <see cref="IPolicy.Descend"/>, so that a policy can say what they change.
    /// </summary>
    public virtual bool Descends => false;

    /// <summary>The inner loop with these settings.</summary>
    public abstract IInnerLoop Create();
}

/// <summary>How weights change inside a task: φ ← U(φ, experience).</summary>
public interface IInnerLoop
{
    /// <summary>γ.</summary>
    double Gamma { get; }

    /// <summary>Episodes at φ; a loop that learns while it acts collects them in its own way.</summary>
    /// <param name="family">The dynamics.</param>
    /// <param name="tasks">N tasks.</param>
    /// <param name="policy">The architecture.</param>
    /// <param name="phi">φ [N, P].</param>
    /// <param name="noise">Every random number, for N tasks and E environments.</param>
    /// <param name="round">Updates that led to φ.</param>
    Rollout Collect(TaskFamily family, TaskBatch tasks, IPolicy policy, Params phi, RolloutNoise noise, int round) =>
        Collector.Collect(family, tasks, policy, phi, noise);

    /// <summary>The action distributions of a rollout's steps as a function of φ, [T, N, E].</summary>
    /// <param name="policy">The architecture.</param>
    /// <param name="phi">φ [N, P].</param>
    /// <param name="rollout">N tasks.</param>
    /// <param name="round">Updates that led to φ.</param>
    IActionDistribution Act(IPolicy policy, Params phi, Rollout rollout, int round) => policy.With(phi).Act(rollout.Observations);

    /// <summary>What is to be learnt from a rollout.</summary>
    /// <param name="policy">The architecture.</param>
    /// <param name="phi">φ [N, P] at which it was gathered.</param>
    /// <param name="rollout">N tasks.</param>
    /// <param name="round">Updates that led to φ.</param>
    Experience Prepare(IPolicy policy, Params phi, Rollout rollout, int round);

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
