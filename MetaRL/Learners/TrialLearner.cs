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
        var (tasks, rollouts) = Sample(key, state);
        scope.Attach(rollouts.SelectMany(rollout => rollout.Tensors));
        var family = problem.Source.Family;
        var trials = TrialSequence.Of(
            rollouts, family.TrainingRewards is null ? null : rollout => rollout.TrainingRewards(family, tasks),
            keepsNext);
        var (theta, optimizer, metrics) = TimedStep(scope, key, state, trials);
#pragma warning disable RS0030 // once a meta-iteration
        var isFinite = theta.isfinite().all().ToBoolean();
        var (first, last) = (rollouts[0].Returns.mean().ToDouble(), rollouts[^1].Returns.mean().ToDouble());
#pragma warning restore RS0030
        var steps = rollouts.Sum(rollout => rollout.EnvSteps);
        var next = state.Next(theta, optimizer, isFinite, steps, problem.Source.Curriculum, last);
        scope.Detach(next.Tensors);
        return (next, new MetaMetrics(first, last, steps, metrics));
    }

    public abstract IAdaptiveAgent Agent(MetaState state, IInnerLoop inner, int updates);

    public abstract IReadOnlyList<PhaseWork> Work(MetaState state, IterationCounts counts);

    /// <summary>The step on the trials of a meta-iteration.</summary>
    /// <param name="scope">The calling thread's dispose scope, which gets its tensors.</param>
    /// <param name="key">Every random number.</param>
    /// <param name="state">At which the trials were gathered.</param>
    /// <param name="trials">Of all lanes.</param>
    protected abstract Optimizers.OuterStep Step(
        DisposeScope scope, RngKey key, MetaState state, TrialSequence trials);

    private (TaskBatch Tasks, Rollout[] Episodes) Sample(RngKey key, MetaState state)
    {
        using var sampling = problem.Clock?.Enter(MetaPhase.Sampling);
        var tasks = problem.SampleTasks(key.For("tasks"), state.Level);
        var agent = Agent(state, problem.Adaptation.Inner, episodes - 1);
        return (tasks, [.. agent.Adapt(key.For("rollouts"), problem.Source.Family, tasks, problem.Budget.Envs)]);
    }

    private Optimizers.OuterStep TimedStep(DisposeScope scope, RngKey key, MetaState state, TrialSequence trials)
    {
        using var step = problem.Clock?.Enter(MetaPhase.Outer);
        return Step(scope, key, state, trials);
    }
}
