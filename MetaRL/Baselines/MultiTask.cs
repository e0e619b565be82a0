using MetaRL.Agents.InnerLoops;
using MetaRL.Agents.Policies;
using MetaRL.Learners;
using MetaRL.Optimizers;

namespace MetaRL.Baselines;

/// <summary>Settings of <see cref="MultiTask"/>.</summary>
/// <param name="Outer">The optimiser.</param>
public sealed record MultiTaskSettings(OuterSettings Outer) : LearnerSettings
{
    public override OuterSettings? Optimizer => Outer;

    public override IMetaLearner Create(MetaProblem problem, PolicySettings architecture) =>
        MultiTask.Create(problem, Outer.Create());
}

/// <summary>Pre-training on all tasks together: the same objective with no inner update.</summary>
/// <remarks>
/// The "pretrained" baseline of Finn, Abbeel, Levine 2017. It takes (K + 1) E episodes in each task, so that an
/// iteration sees as many environment steps as one of the meta-learner, and adapts afterwards as the meta-learner does.
/// </remarks>
public static class MultiTask
{
    public static IMetaLearner Create(MetaProblem problem, IOuterOptimizer outer) => new Maml(
        problem with
        {
            Adaptation = problem.Adaptation with { Updates = 0 },
            Budget = problem.Budget with { Envs = problem.Budget.Envs * (problem.Adaptation.Updates + 1) },
        },
        GradientOrder.First,
        outer);
}
