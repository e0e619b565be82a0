using MetaRL.Agents.Adaptation;
using MetaRL.Agents.InnerLoops;
using MetaRL.Agents.Rollouts;
using MetaRL.Environments.Tasks;
using TorchSharp;
using static TorchSharp.torch;

namespace MetaRL.Learners;

/// <summary>A learner whose agent remembers: a meta-iteration is trials of new tasks, and a step on them.</summary>
/// <param name="problem">Tasks and budget: an iteration is N · E trials.</param>
/// <param name="episodes">Episodes in a trial.</param>
/// <param name="keepsNext">Whether it learns from what was seen after each action.</param>
public abstract class TrialLearner(MetaProblem problem, int episodes, bool keepsNext = false) : IMetaLearner
{
    /// <summary>Tasks and budget.</summary>
    protected MetaProblem Problem => problem;

    public abstract MetaState Initialize(RngKey key);

    public (MetaState State, MetaMetrics Metrics) Iterate(RngKey key, MetaState state)
    {
        using var scope = NewDisposeScope();
        var (tasks, rollouts, steps) = Sample(key, state);
        scope.Attach(rollouts.SelectMany(rollout => rollout.Tensors));
        var family = problem.Source.Family;
        var trials = TrialSequence.Of(
            rollouts, family.TrainingRewards is null ? null : rollout => rollout.TrainingRewards(family, tasks),
            keepsNext, Labels(tasks));
        var (theta, optimizer, metrics) = TimedStep(scope, key, state, trials);
#pragma warning disable RS0030 // once a meta-iteration
        var isFinite = theta.isfinite().all().ToBoolean();
        var (first, last) = (rollouts[0].Returns.mean().ToDouble(), rollouts[^1].Returns.mean().ToDouble());
#pragma warning restore RS0030
        var next = state.Next(theta, optimizer, isFinite, steps, problem.Source.Curriculum, last);
        scope.Detach(next.Tensors);
        return (next, new MetaMetrics(first, last, steps, metrics));
    }

    public abstract IAdaptiveAgent Agent(MetaState state, IInnerLoop inner, int updates);

    public abstract IReadOnlyList<PhaseWork> Work(MetaState state, IterationCounts counts);

    /// <summary>Who plays the trials.</summary>
    /// <param name="state">Before the iteration.</param>
    protected virtual IAdaptiveAgent Player(MetaState state) => Agent(state, problem.Adaptation.Inner, episodes - 1);

    /// <summary>Whether a round of the player is an episode of the trial.</summary>
    protected virtual bool IsShown(int round) => true;

    /// <summary>Episode → what is to be imitated in it, [T, N, E, A]; null where nothing is.</summary>
    /// <param name="tasks">N tasks.</param>
    protected virtual Func<Rollout, Tensor>? Labels(TaskBatch tasks) => null;

    /// <summary>The step on the trials of a meta-iteration.</summary>
    /// <param name="scope">The calling thread's dispose scope, which gets its tensors.</param>
    /// <param name="key">Every random number.</param>
    /// <param name="state">At which the trials were gathered.</param>
    /// <param name="trials">Of all lanes.</param>
    protected abstract Optimizers.OuterStep Step(
        DisposeScope scope, RngKey key, MetaState state, TrialSequence trials);

    private (TaskBatch Tasks, IReadOnlyList<Rollout> Episodes, long EnvSteps) Sample(RngKey key, MetaState state)
    {
        using var sampling = problem.Clock?.Enter(MetaPhase.Sampling);
        var tasks = problem.SampleTasks(key.For("tasks"), state.Level);
        var rounds = Player(state).Adapt(key.For("rollouts"), problem.Source.Family, tasks, problem.Budget.Envs);
        var (shown, steps) = (new List<Rollout>(), 0L);
        foreach (var (round, rollout) in rounds.Index())
        {
            steps += rollout.EnvSteps;
            if (IsShown(round))
            {
                shown.Add(rollout);
            }
            else
            {
                rollout.Dispose();
            }
        }

        return (tasks, shown, steps);
    }

    private Optimizers.OuterStep TimedStep(DisposeScope scope, RngKey key, MetaState state, TrialSequence trials)
    {
        using var step = problem.Clock?.Enter(MetaPhase.Outer);
        return Step(scope, key, state, trials);
    }
}
