using MetaRL.Agents.Adaptation;
using MetaRL.Agents.InnerLoops;
using MetaRL.Agents.Policies;
using MetaRL.Agents.Rollouts;
using MetaRL.Environments.Tasks;
using MetaRL.Optimizers;
using TorchSharp;
using static TorchSharp.torch;

namespace MetaRL.Learners;

/// <summary>A policy with a memory that learns by <see cref="Imitation"/> of labels in every step of a trial.</summary>
/// <param name="problem">Tasks and budget: an iteration is N · E trials.</param>
/// <param name="policy">The architecture.</param>
/// <param name="episodes">Episodes in a trial.</param>
/// <param name="settings">How to learn.</param>
public abstract class ImitationLearner(
    MetaProblem problem, RecurrentPolicy policy, int episodes, ImitationSettings settings)
    : TrialLearner(problem, episodes)
{
    private readonly Imitation _imitation = new(policy, settings);

    public override MetaState Initialize(RngKey key) => MetaState.First(
        () => policy.Initialize(key, Problem.Placement.Device, Problem.Placement.Dtype), _imitation.Initialize);

    /// <summary>The policy as it is, for <paramref name="updates"/> + 1 episodes of each lane.</summary>
    public override IAdaptiveAgent Agent(MetaState state, IInnerLoop inner, int updates) =>
        new RecurrentAdaptation(policy, state.Theta, updates, RlSquared.ActingChunks(Problem)) { HasValues = false };

    protected abstract override Func<Rollout, Tensor> Labels(TaskBatch tasks);

    protected override OuterStep Step(DisposeScope scope, RngKey key, MetaState state, TrialSequence trials) =>
        _imitation.Step(
            scope, key.For("order"), state.Theta, state.Optimizer, trials, RlSquared.LaneChunks(Problem),
            state.Iteration);

    /// <summary>What each phase of a meta-iteration computes.</summary>
    /// <param name="state">Before the iteration.</param>
    /// <param name="steps">Steps of the trials that are learnt from.</param>
    /// <param name="acts">Whether the policy itself plays them.</param>
    /// <param name="obstacle">Why no kernel plays them, where somebody else does and none does.</param>
    protected IReadOnlyList<PhaseWork> Work(MetaState state, double steps, bool acts, string? obstacle = null)
    {
        var products = MatrixProducts.Of(policy.Layout);
        return
        [
            new(
                MetaPhase.Sampling, acts ? policy.MemoryObstacle(state.Theta) : obstacle,
                acts ? steps * products.Forward : 0),
            new(MetaPhase.Outer, "imitation has no kernel", steps * settings.Epochs * products.Gradient),
        ];
    }
}
