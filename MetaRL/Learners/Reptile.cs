using MetaRL.Agents.InnerLoops;
using MetaRL.Agents.Policies;
using MetaRL.Optimizers;

namespace MetaRL.Learners;

/// <summary>Settings of <see cref="Reptile"/>.</summary>
/// <param name="Outer">The outer optimiser; with SGD, ε is its step size.</param>
public sealed record ReptileSettings(DescentSettings Outer) : LearnerSettings
{
    public override IMetaLearner Create(MetaProblem problem, PolicySettings architecture) =>
        new Reptile(problem, Outer.Create());
}

/// <summary>Moves θ towards the weights that tasks adapt to, without any derivative of an adaptation.</summary>
/// <remarks>
/// Nichol, Achiam, Schulman 2018, algorithm 2: θ ← θ + ε meanₙ(φₙ − θ), φₙ the weights after the inner updates in task
/// n; with another outer optimiser, meanₙ(θ − φₙ) in place of a gradient, as they have it with Adam.
/// Differs from the paper: of K + 1 rollouts in a meta-iteration each makes an update, so that φₙ = φₙᴷ⁺¹ and all data
/// count that other learners get (with a single update Reptile would be training on all tasks at once, section 3).
/// </remarks>
public sealed class Reptile(MetaProblem problem, Descent outer) : Maml(problem, GradientOrder.First, outer)
{
    private readonly MetaProblem _problem = problem;
    private readonly Descent _outer = outer;

    public override IReadOnlyList<PhaseWork> Work(MetaState state, IterationCounts counts) =>
        PhaseWork.OfAdapted(_problem, state.Theta, counts);

    // meanₙ(θ − φₙ) in place of a gradient
    protected override OuterStep Step(MetaState state, IAdaptedTasks tasks) =>
        _outer.Along(state.Theta.Flat, state.Optimizer, tasks.Displacement(), state.Iteration);
}
