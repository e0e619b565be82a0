using MetaRL.Agents.Policies;

namespace MetaRL.Learners;

/// <summary>Settings of PEARL: <see cref="SoftActorCritic"/> with a context.</summary>
/// <param name="Learning">How it learns.</param>
/// <param name="Context">What it infers of a task.</param>
public sealed record PearlSettings(SoftActorCriticSettings Learning, ContextSettings Context) : LearnerSettings
{
    private int Episodes => Context.PriorEpisodes + Context.PosteriorEpisodes + Context.ExtraEpisodes;

    public override bool Adapts => false;

    public override int Rounds(int updates) => Episodes;

    public override double WarmUpEpisodes => (double)Learning.TrainingTasks * Learning.WarmUpEpisodes;

    public override LearnerSettings Smallest() => new PearlSettings(Learning.Smallest, Context.Smallest);

    public override IMetaLearner Create(MetaProblem problem, PolicySettings architecture) =>
        new SoftActorCritic(problem, architecture, Learning, Episodes, Context);
}
