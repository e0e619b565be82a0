using MetaRL.Agents.Adaptation;
using MetaRL.Agents.InnerLoops;
using MetaRL.Agents.Policies;
using MetaRL.Environments.Tasks;
using MetaRL.Learners;
using MetaRL.Optimizers;

namespace MetaRL.Baselines;

/// <summary>Settings of <see cref="TaskConditionedOracle"/>.</summary>
/// <param name="Outer">The optimiser.</param>
public sealed record TaskConditionedOracleSettings(OuterSettings Outer) : LearnerSettings
{
    public override bool Adapts => false;

    public override IMetaLearner Create(MetaProblem problem, PolicySettings architecture) =>
        new TaskConditionedOracle(WithoutInnerLoop(problem), architecture.Create, Outer.Create());

    // It adapts to nothing, so it learns by policy gradient whatever the others adapt by.
    private static MetaProblem WithoutInnerLoop(MetaProblem problem) => problem with
    {
        Goal = MetaGoal.Return,
        Inner = problem.Inner is PolicyGradient ? problem.Inner : new PolicyGradient(new PolicyGradientSettings(Gamma: problem.Inner.Gamma)),
    };
}

/// <summary>A policy that sees the task beside the observation: what could be reached if nothing had to be found out.</summary>
/// <remarks>
/// The "oracle" of Finn, Abbeel, Levine 2017, trained as <see cref="MultiTask"/> and never adapting. It is a learnt policy, so it may
/// stay below the exact optimum of <see cref="IOracle"/>.
/// </remarks>
/// <param name="problem">The problem with the task hidden.</param>
/// <param name="architecture">A policy for a family's spaces.</param>
/// <param name="outer">The optimiser.</param>
public sealed class TaskConditionedOracle(
    MetaProblem problem, Func<TaskFamily, IPolicy> architecture, IOuterOptimizer outer) : IMetaLearner
{
    private readonly IPolicy _policy = architecture(new TaskConditioned(problem.Family));

    public MetaState Initialize(RngKey key) => Learner.Initialize(key);

    public (MetaState State, MetaMetrics Metrics) Iterate(RngKey key, MetaState state) => Learner.Iterate(key, state);

    public IAdaptiveAgent Agent(MetaState state, IInnerLoop inner, int updates) =>
        new FixedPolicy(_policy, state.Theta, updates, family => new TaskConditioned(family));

    private IMetaLearner Learner => MultiTask.Create(
        problem with { Family = new TaskConditioned(problem.Family), Policy = _policy }, outer);
}
