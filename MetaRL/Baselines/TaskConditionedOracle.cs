using MetaRL.Agents.Policies;
using MetaRL.Environments.Tasks;
using MetaRL.Learners;
using MetaRL.Optimizers;

namespace MetaRL.Baselines;

/// <summary>
/// A policy that sees the task beside the observation: what could be reached if nothing had to be found out.
/// </summary>
/// <remarks>
/// The "oracle" of Finn, Abbeel, Levine 2017: <see cref="Robust"/> in <see cref="TaskConditioned"/> tasks. It is a
/// learnt policy, so it may stay below the exact optimum of <see cref="IOracle"/>. It adapts to nothing, so it learns
/// by policy gradient whatever the others adapt by.
/// </remarks>
/// <param name="Outer">The optimiser.</param>
public sealed record TaskConditionedOracleSettings(OuterSettings Outer) : LearnerSettings
{
    public override bool Adapts => false;

    public override IMetaLearner Create(MetaProblem problem, PolicySettings architecture)
    {
        var told = new TaskConditioned(problem.Source.Family);
        var conditioned = problem with
        {
            Source = problem.Source with { Family = told },
            Adaptation = problem.Adaptation with
            {
                Policy = architecture.Create(told),
                Inner = problem.Adaptation.Inner.ForReturns,
            },
            Goal = MetaGoal.Return,
        };
        return new Robust(conditioned, Outer.Create(), family => new TaskConditioned(family));
    }
}
