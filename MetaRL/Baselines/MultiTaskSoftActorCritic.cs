using MetaRL.Agents.Policies;
using MetaRL.Learners;

namespace MetaRL.Baselines;

/// <summary>Settings of <see cref="SoftActorCritic"/> on all tasks without a context: it never adapts.</summary>
/// <param name="Learning">How it learns.</param>
/// <param name="Episodes">Of an environment in a meta-iteration.</param>
public sealed record MultiTaskSoftActorCriticSettings(SoftActorCriticSettings Learning, int Episodes) : LearnerSettings
{
    public override bool Adapts => false;

    public override int Rounds(int updates) => Episodes;

    public override double WarmUpEpisodes => (double)Learning.TrainingTasks * Learning.WarmUpEpisodes;

    public override LearnerSettings Smallest() => this with { Learning = Learning.Smallest };

    public override IMetaLearner Create(MetaProblem problem, PolicySettings architecture) =>
        new SoftActorCritic(problem, architecture, Learning, Episodes, context: null);
}
