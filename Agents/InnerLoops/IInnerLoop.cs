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
/// <param name="Weights">
/// Share of each step in its task's mean, [T, N, E]; 0 after the end of its episode, one in sum for each task.
/// </param>
public sealed record Experience(Rollout Rollout, Tensor Advantages, Tensor Weights) : ITensorBundle
{
    /// <summary>What one unit of an advantage is in units of the return, [N]; null where they are the same.</summary>
    public Tensor? Unit { get; init; }

    /// <summary>
    /// log π_old(aₜ | oₜ) of the weights that gathered the rollout, [T, N, E]; null where the loop does not ask for it.
    /// </summary>
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
    public abstract double Gamma { get; }

    /// <summary>
    /// Whether the probabilities of actions have a derivative by the weights: without one, returns have none either.
    /// </summary>
    public virtual bool ActsDifferentiably => true;

    /// <summary>
    /// Environments that a thread should have at once for its work to outweigh what it costs to tell libtorch of it; 0
    /// where episodes are whole before anything is computed of them.
    /// </summary>
    public virtual int LanesAtOnce => 0;

    /// <summary>
    /// Whether an update is steps along a gradient that go through <see cref="IPolicy.Descend"/>, so that a policy can
    /// say what they change.
    /// </summary>
    public virtual bool Descends => false;

    /// <summary>
    /// Whether adapted weights are judged by this loop's loss unless an experiment says otherwise; else by the return.
    /// </summary>
    public virtual bool IsJudgedByLoss => !ActsDifferentiably;

    /// <summary>α of an update.</summary>
    /// <param name="update">0 for a task's first update, 1 for the next, ...</param>
    public double StepSizeOf(int update) => update == 0 ? StepSize : LaterStepSize;

    /// <summary>The architecture whose weights the loop changes.</summary>
    /// <param name="family">Whose observations and actions it has.</param>
    /// <param name="settings">Its layers.</param>
    public virtual IPolicy CreatePolicy(TaskFamily family, PolicySettings settings) => settings.Create(family);

    /// <summary>The inner loop with these settings.</summary>
    public abstract IInnerLoop Create();
}

/// <summary>How weights change inside a task: φ ← U(φ, experience).</summary>
public interface IInnerLoop
{
    /// <summary>γ.</summary>
    double Gamma { get; }

    /// <summary>The policy gradient of the same returns, for learners that have no use for another update.</summary>
    PolicyGradient ForReturns => new(new PolicyGradientSettings(Advantages: new AdvantageSettings(Gamma)));

    /// <summary>
    /// α of an update that is φ ← φ − α ∇(−Σ w A log π_φ(a)), as fused kernels compute it; null where it is another.
    /// </summary>
    /// <param name="update">0 for a task's first update, 1 for the next, ...</param>
    double? ScoreStepSize(int update) => null;

    /// <summary>Why there is no <see cref="ScoreStepSize"/>, where there is none.</summary>
    string KernelObstacle => "only the inner loop policy-gradient has kernels";

    /// <summary>Gradients of the loss that an update takes.</summary>
    int GradientSteps => 1;

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
    IActionDistribution Act(IPolicy policy, Params phi, Rollout rollout, int round) =>
        policy.With(phi).Act(rollout.Observations);

    /// <summary>What is to be learnt from a rollout.</summary>
    /// <param name="policy">The architecture.</param>
    /// <param name="phi">φ [N, P] at which it was gathered.</param>
    /// <param name="rollout">N tasks.</param>
    /// <param name="round">Updates that led to φ.</param>
    Experience Prepare(IPolicy policy, Params phi, Rollout rollout, int round);

    /// <summary>Loss of each task at its own weights, [N].</summary>
    Tensor Loss(IPolicy policy, Params phi, Experience experience);

    /// <summary>
    /// One update; with <see cref="GradientOrder.Second"/> differentiable in everything that φ depends on.
    /// </summary>
    /// <param name="policy">The architecture.</param>
    /// <param name="phi">φ [N, P].</param>
    /// <param name="experience">Gathered with φ.</param>
    /// <param name="update">0 for a task's first update, 1 for the next, ...</param>
    /// <param name="order">How far derivatives reach.</param>
    Params Update(IPolicy policy, Params phi, Experience experience, int update, GradientOrder order);

    /// <summary>φ after one update that nobody differentiates.</summary>
    /// <param name="policy">The architecture.</param>
    /// <param name="phi">φ [N, P], at which the rollout was gathered.</param>
    /// <param name="rollout">N tasks.</param>
    /// <param name="update">0 for a task's first update, 1 for the next, ...</param>
    Params Updated(IPolicy policy, Params phi, Rollout rollout, int update) => Update(
        policy, phi.Detach(requiresGrad: true), Prepare(policy, phi, rollout, update), update, GradientOrder.First);
}

/// <summary>
/// An inner loop that needs an architecture of its own, the one of <see cref="InnerLoopSettings.CreatePolicy"/>.
/// </summary>
/// <typeparam name="TPolicy">The architecture.</typeparam>
public abstract class InnerLoop<TPolicy> : IInnerLoop
    where TPolicy : IPolicy
{
    public abstract double Gamma { get; }

    public virtual int GradientSteps => 1;

    /// <inheritdoc cref="IInnerLoop.Collect"/>
    public virtual Rollout Collect(
        TaskFamily family, TaskBatch tasks, TPolicy policy, Params phi, RolloutNoise noise, int round) =>
        Collector.Collect(family, tasks, policy, phi, noise);

    /// <inheritdoc cref="IInnerLoop.Act"/>
    public virtual IActionDistribution Act(TPolicy policy, Params phi, Rollout rollout, int round) =>
        policy.With(phi).Act(rollout.Observations);

    /// <inheritdoc cref="IInnerLoop.Prepare"/>
    public abstract Experience Prepare(TPolicy policy, Params phi, Rollout rollout, int round);

    /// <inheritdoc cref="IInnerLoop.Loss"/>
    public abstract Tensor Loss(TPolicy policy, Params phi, Experience experience);

    /// <inheritdoc cref="IInnerLoop.Update"/>
    public abstract Params Update(TPolicy policy, Params phi, Experience experience, int update, GradientOrder order);

    /// <inheritdoc cref="IInnerLoop.Updated"/>
    public virtual Params Updated(TPolicy policy, Params phi, Rollout rollout, int update) => Update(
        policy, phi.Detach(requiresGrad: true), Prepare(policy, phi, rollout, update), update, GradientOrder.First);

    Rollout IInnerLoop.Collect(
        TaskFamily family, TaskBatch tasks, IPolicy policy, Params phi, RolloutNoise noise, int round) =>
        Collect(family, tasks, (TPolicy)policy, phi, noise, round);

    IActionDistribution IInnerLoop.Act(IPolicy policy, Params phi, Rollout rollout, int round) =>
        Act((TPolicy)policy, phi, rollout, round);

    Experience IInnerLoop.Prepare(IPolicy policy, Params phi, Rollout rollout, int round) =>
        Prepare((TPolicy)policy, phi, rollout, round);

    Tensor IInnerLoop.Loss(IPolicy policy, Params phi, Experience experience) => Loss((TPolicy)policy, phi, experience);

    Params IInnerLoop.Update(IPolicy policy, Params phi, Experience experience, int update, GradientOrder order) =>
        Update((TPolicy)policy, phi, experience, update, order);

    Params IInnerLoop.Updated(IPolicy policy, Params phi, Rollout rollout, int update) =>
        Updated((TPolicy)policy, phi, rollout, update);
}
