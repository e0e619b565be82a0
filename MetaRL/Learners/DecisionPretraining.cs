using MetaRL.Agents.Adaptation;
using MetaRL.Agents.Policies;
using MetaRL.Agents.Rollouts;
using MetaRL.Environments.Tabular;
using MetaRL.Environments.Tasks;
using static TorchSharp.torch;

namespace MetaRL.Learners;

/// <summary>Who plays the trials that <see cref="DecisionPretraining"/> learns from.</summary>
public enum Behavior
{
    /// <summary>Uniformly random actions, as published.</summary>
    Random,

    /// <summary>The policy that is learnt (Ross et al. 2011, DAgger).</summary>
    Own,
}

/// <summary>Settings of <see cref="DecisionPretraining"/>.</summary>
/// <param name="Memory">What the policy remembers with.</param>
/// <param name="Episodes">Episodes in a trial of training.</param>
/// <param name="Behavior">Who plays it.</param>
/// <param name="Imitation">How to learn.</param>
/// <param name="Wiring">What the policy has beyond the published one of RL².</param>
public sealed record DecisionPretrainingSettings(
    MemorySettings Memory, int Episodes, Behavior Behavior, ImitationSettings Imitation, RecurrentWiring Wiring)
    : RecurrentSettings(Memory, Wiring)
{
    public override bool PlaysItself => Behavior == Behavior.Own;

    public override int Rounds(int updates) => Episodes;

    public override MetaProblem Smallest(MetaProblem problem) => RlSquared.Smallest(problem, Imitation.Minibatches);

    public override IMetaLearner Create(MetaProblem problem, PolicySettings architecture) => new DecisionPretraining(
        problem, Policy(problem.Source.Family, architecture), this);
}

/// <summary>A policy that learns in context which action is optimal in tasks that it is not told.</summary>
/// <remarks>
/// Lee et al. 2023 (DPT), algorithm 1: trials of training tasks with the optimal action of every state as label, which
/// here is exact, by dynamic programming; where several are optimal, each counts alike. The policy that results says
/// how probable it is, given the trial, that an action is optimal: acting by it is posterior sampling (their
/// theorem 1), though in every step and not once an episode.
/// Differs from the paper: the labels are those of the states that the trial comes through and not of states drawn
/// apart from it; so the context is the trial up to the step, the episode that goes on included; by setting the trials
/// are those of the policy itself.
/// </remarks>
/// <param name="problem">Tasks and budget: an iteration is N · E trials.</param>
/// <param name="policy">The architecture.</param>
/// <param name="settings">How to learn.</param>
public sealed class DecisionPretraining(
    MetaProblem problem, RecurrentPolicy policy, DecisionPretrainingSettings settings)
    : ImitationLearner(problem, policy, settings.Episodes, settings.Imitation)
{
    public override IReadOnlyList<PhaseWork> Work(MetaState state, IterationCounts counts) =>
        Work(state, counts.EnvSteps, acts: settings.Behavior == Behavior.Own);

    protected override IAdaptiveAgent Player(MetaState state) => settings.Behavior == Behavior.Random
        ? new RandomActions(settings.Episodes - 1)
        : base.Player(state);

    protected override Func<Rollout, Tensor> Labels(TaskBatch tasks)
    {
        var optimal = ((TabularFamily)Problem.Source.Family).OptimalActions(tasks);
        return episode => optimal(episode.Observations);
    }
}
