using MetaRL.Agents.Adaptation;
using MetaRL.Agents.InnerLoops;
using MetaRL.Agents.Policies;
using MetaRL.Agents.Rollouts;
using MetaRL.Environments.Tabular;
using MetaRL.Environments.Tasks;
using MetaRL.Optimizers;
using TorchSharp;
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
    : LearnerSettings
{
    public override bool Adapts => false;

    public override int Rounds(int updates) => Episodes;

    public override LearnerSettings Smallest() => this with
    {
        Memory = Memory.Smallest(),
        Wiring = Wiring with { Readout = Math.Min(Wiring.Readout, 1) },
    };

    public override MetaProblem Smallest(MetaProblem problem) => RlSquared.Smallest(problem, Imitation.Minibatches);

    public override IMetaLearner Create(MetaProblem problem, PolicySettings architecture) => new DecisionPretraining(
        problem, RlSquared.Policy(problem.Source.Family, architecture, Memory, Wiring), this);
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
    : TrialLearner(problem, settings.Episodes)
{
    private readonly Imitation _imitation = new(policy, settings.Imitation);

    public override MetaState Initialize(RngKey key) => MetaState.First(
        () => policy.Initialize(key, Problem.Placement.Device, Problem.Placement.Dtype), _imitation.Initialize);

    /// <summary>The policy as it is, for <paramref name="updates"/> + 1 episodes of each lane.</summary>
    public override IAdaptiveAgent Agent(MetaState state, IInnerLoop inner, int updates) =>
        new RecurrentAdaptation(policy, state.Theta, updates, RlSquared.ActingChunks(Problem));

    public override IReadOnlyList<PhaseWork> Work(MetaState state, IterationCounts counts) =>
        Imitation.Work(policy, state, counts.EnvSteps, settings.Behavior == Behavior.Own, settings.Imitation.Epochs);

    protected override IAdaptiveAgent Player(MetaState state) => settings.Behavior == Behavior.Random
        ? new RandomActions(settings.Episodes - 1)
        : base.Player(state);

    protected override Tensor? Labels(TaskBatch tasks, Rollout episode) =>
        ((TabularFamily)Problem.Source.Family).OptimalActions(tasks, episode.Observations);

    protected override OuterStep Step(DisposeScope scope, RngKey key, MetaState state, TrialSequence trials) =>
        _imitation.Step(
            scope, key.For("order"), state.Theta, state.Optimizer, trials, RlSquared.LaneChunks(Problem),
            state.Iteration);
}
