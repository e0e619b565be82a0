using MetaRL.Agents.Adaptation;
using MetaRL.Agents.Policies;
using MetaRL.Environments.Tasks;
using MetaRL.Learners;

namespace MetaRL.Baselines;

/// <summary>
/// A published algorithm for the family, which knows the distribution of the tasks and needs no training.
/// </summary>
/// <param name="Agent">One of the family's <see cref="TaskFamily.ReferenceAgents"/>.</param>
public sealed record ClassicalSettings(ReferenceAgent Agent) : LearnerSettings
{
    public override bool Trains => false;

    public override bool Adapts => false;

    public override IMetaLearner Create(MetaProblem problem, PolicySettings architecture) =>
        new Untrained(_ => Untrained.NoWeights(), (_, _, updates) => new ReferenceAdaptation(Agent, updates));
}
