using MetaRL.Agents.InnerLoops;
using MetaRL.Agents.Policies;
using MetaRL.Optimizers;

namespace MetaRL.Learners;

/// <summary>Settings of a learner, by which experiment files name it.</summary>
public abstract record LearnerSettings
{
    /// <summary>Whether it learns across tasks at all.</summary>
    public virtual bool Trains => true;

    /// <summary>Whether its agent takes inner updates, so that there is a step size to search for.</summary>
    public virtual bool Adapts => true;

    /// <summary>
    /// The outer optimiser of learners that have the objective <c>training.objective</c>; null for those with an
    /// objective of their own.
    /// </summary>
    public virtual OuterSettings? Optimizer => null;

    /// <summary>Whether it has no meaning where <c>training.objective</c> is the inner loss.</summary>
    public virtual bool NeedsReturns => false;

    /// <summary>Whether its own objective is one of returns, whatever optimises it.</summary>
    public virtual bool IsAboutReturns => false;

    /// <summary>Whether the returns of its training are those of what it learns, and not of who plays for it.</summary>
    public virtual bool PlaysItself => true;

    /// <summary>What to try where numbers stop being finite, as experiment files name it.</summary>
    public string SmallerSteps => (Adapts, Optimizer) switch
    {
        (true, null) => "a smaller inner.step_size",
        (true, _) => "a smaller inner.step_size or outer step",
        _ => "a smaller step of its optimiser",
    };

    /// <summary>Episodes that an environment plays in a meta-iteration, with K inner updates.</summary>
    public virtual int Rounds(int updates) => updates + 1;

    /// <summary>Episodes, all environments together, that are played once before the first meta-iteration.</summary>
    public virtual double WarmUpEpisodes => 0;

    /// <summary>
    /// The problem as the learner differentiates through it, with what it adapts and how; null where it differentiates
    /// through no adaptation.
    /// </summary>
    /// <inheritdoc cref="Create"/>
    public virtual MetaProblem? Adapting(MetaProblem problem, PolicySettings architecture) => null;

    /// <summary>
    /// Order of the meta-gradient that it trains with, where it differentiates through an adaptation.
    /// </summary>
    public virtual GradientOrder MetaOrder => GradientOrder.Second;

    /// <summary>
    /// The data of a problem whose iteration makes the same calls on as few numbers as can be, so that what it takes is
    /// not arithmetic: each chunk has one task with at most two episodes.
    /// </summary>
    /// <param name="problem">The problem in whole, on a CPU.</param>
    public virtual MetaProblem Smallest(MetaProblem problem)
    {
        var (tasks, envs) = problem.Budget;
        var chunks = problem.Placement.Chunks;
        return problem with
        {
            Budget = new Budget(Chunks(tasks, chunks.Size), Math.Min(envs, 2)), // of which one may earn more
            Placement = problem.Placement with { Chunks = chunks with { Size = 1 } },
        };
    }

    /// <summary>The same learner with networks of its own, beside the policy's, as small as can be.</summary>
    public virtual LearnerSettings Smallest() => this;

    /// <summary>⌈count / size⌉.</summary>
    protected static int Chunks(int count, int size) => (int)((count + size - 1L) / size);

    /// <summary>The learner with these settings.</summary>
    /// <param name="problem">Tasks, policy, inner loop and budget.</param>
    /// <param name="architecture">
    /// What the problem's policy was made from, for learners whose policy sees something else.
    /// </param>
    public abstract IMetaLearner Create(MetaProblem problem, PolicySettings architecture);
}
