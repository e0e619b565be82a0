using MetaRL.Agents.InnerLoops;
using MetaRL.Agents.Policies;
using MetaRL.Learners;
using MetaRL.Optimizers;

namespace MetaRL.Baselines;

/// <summary>First weights as they are drawn, then adapted as the meta-learner's are: what adapting gains by itself.</summary>
/// <param name="Outer">The optimiser of the others; it takes no step.</param>
public sealed record RandomInitializationSettings(OuterSettings Outer) : LearnerSettings
{
    public override bool Trains => false;

    public override IMetaLearner Create(MetaProblem problem, PolicySettings architecture) =>
        new Maml(problem, GradientOrder.First, Outer.Create());
}
