using MetaRL.Agents.Adaptation;
using MetaRL.Agents.InnerLoops;
using MetaRL.Agents.Policies;
using MetaRL.Environments.Tasks;
using MetaRL.Learners;
using MetaRL.Optimizers;

namespace MetaRL.Baselines;

/// <summary>Settings of <see cref="Robust"/>.</summary>
/// <param name="Outer">The optimiser.</param>
public sealed record RobustSettings(OuterSettings Outer) : LearnerSettings
{
    public override bool Adapts => false;

    public override OuterSettings? Optimizer => Outer;

    public override IMetaLearner Create(MetaProblem problem, PolicySettings architecture) =>
        new Robust(problem, Outer.Create());
}

/// <summary>Domain randomisation: one policy for the mean over all tasks, which never adapts.</summary>
/// <remarks>
/// Tobin et al. 2017; Peng et al. 2018. Trained as <see cref="MultiTask"/>, so that what sets them apart is adapting
/// alone.
/// </remarks>
/// <param name="problem">Tasks, policy and budget.</param>
/// <param name="outer">The optimiser.</param>
/// <param name="view">A family as the policy sees it; null for the family itself.</param>
public sealed class Robust(MetaProblem problem, IOuterOptimizer outer, Func<TaskFamily, TaskFamily>? view = null)
    : IMetaLearner
{
    private readonly IMetaLearner _learner = MultiTask.Create(problem, outer);

    public IShardedLearner? Sharded => _learner.Sharded;

    public MetaState Initialize(RngKey key) => _learner.Initialize(key);

    public (MetaState State, MetaMetrics Metrics) Iterate(RngKey key, MetaState state) => _learner.Iterate(key, state);

    public IReadOnlyList<PhaseWork> Work(MetaState state, IterationCounts counts) => _learner.Work(state, counts);

    public IAdaptiveAgent Agent(MetaState state, IInnerLoop inner, int updates) =>
        new FixedPolicy(problem.Adaptation.Policy, state.Theta, updates, view);
}
