using MetaRL.Agents.Policies;
using MetaRL.Environments.Tasks;
using static TorchSharp.torch;

namespace MetaRL.Agents.Rollouts;

/// <summary>Acts in all environments of all tasks at once, for as many steps as there are random numbers for.</summary>
public static class Collector
{
    /// <summary>
    /// Episodes under a policy: one per environment, or more if <paramref name="noise"/> is for restarts.
    /// </summary>
    /// <param name="family">The dynamics.</param>
    /// <param name="tasks">N tasks.</param>
    /// <param name="policy">Who acts.</param>
    /// <param name="weights">θ for all tasks, or φ [N, P].</param>
    /// <param name="noise">Every random number, for N tasks and E environments.</param>
    public static Rollout Collect(
        TaskFamily family, TaskBatch tasks, IPolicy policy, Params weights, RolloutNoise noise)
    {
        using var constant = no_grad();
        using var scope = NewDisposeScope();
        var actor = policy.With(weights);
        var rollout = actor.Lanes is { } lanes && family.Lanes<float>(tasks, noise.Envs) is { } source
            ? LaneCollector.Collect(family, source, lanes, noise)
            : Collect(family, tasks, (observation, z) => actor.Act(observation).Sample(z), noise);
        return rollout.MoveToOuterDisposeScope();
    }

    /// <summary>Episodes of actions that are given: those of <paramref name="noise"/>.</summary>
    /// <param name="family">The dynamics.</param>
    /// <param name="tasks">N tasks.</param>
    /// <param name="noise">
    /// Every random number, with the actions themselves, [T, N, E, A], or int64 [T, N, E] where they are discrete.
    /// </param>
    public static Rollout Collect(TaskFamily family, TaskBatch tasks, RolloutNoise noise)
    {
        using var scope = NewDisposeScope();
        var rollout = family.Lanes<float>(tasks, noise.Envs) is { } source
            ? LaneCollector.Collect(
                family, source, new GivenActions(), noise with { Action = noise.Action.to_type(tasks.Dtype) })
            : Collect(family, tasks, (_, action) => action, noise);
        return rollout.MoveToOuterDisposeScope();
    }

    /// <summary>Episodes under any way of acting.</summary>
    /// <param name="family">The dynamics.</param>
    /// <param name="tasks">N tasks.</param>
    /// <param name="act">
    /// (observation [N, E, O], noise [N, E, Z]) → action.
    /// </param>
    /// <param name="noise">Every random number, for N tasks and E environments.</param>
    /// <param name="see">Told every action and what came of it, for those who remember.</param>
    /// <param name="unfinished">
    /// Whether an episode that the clock cuts short after a restart is part of the data, for those who learn from
    /// steps.
    /// </param>
    public static Rollout Collect(
        TaskFamily family, TaskBatch tasks, Func<Tensor, Tensor, Tensor> act, RolloutNoise noise,
        Action<Tensor, Transition>? see = null, bool unfinished = false)
    {
        using var constant = no_grad();
        using var scope = NewDisposeScope();
        var steps = new Steps(noise.Horizon);
        var state = family.Reset(tasks, noise.Reset.select(0, 0));
        var time = zeros([tasks.Count, noise.Envs], tasks.Dtype, tasks.Device);
        var alive = ones([tasks.Count, noise.Envs], ScalarType.Bool, tasks.Device);
        for (var t = 0; t < noise.Horizon; t++)
        {
            var observation = family.Observe(tasks, state);
            var action = act(observation, noise.Action.select(0, t));
            var transition = family.StepAlive(alive, tasks, state, action, noise.Step.select(0, t));
            see?.Invoke(action, transition);
            steps.Add(observation, action, transition, time);
            (state, time) = (transition.State, time + 1);
            if (!noise.Restarts)
            {
                alive = alive.logical_and(transition.Terminated.logical_not());
            }
            else if (t + 1 < noise.Horizon)
            {
                var first = family.Reset(tasks, noise.Reset.select(0, t + 1));
                state = where(transition.Terminated.unsqueeze(-1), first, state);
                time = time * transition.Terminated.logical_not();
            }
        }

        var rollout = steps.ToRollout(family.Observe(tasks, state), noise.Restarts, unfinished);
        return rollout.MoveToOuterDisposeScope();
    }

    private sealed class GivenActions : ILaneActor
    {
        public void Begin(int first, int lanes, int envs)
        {
        }

        public void Act(ReadOnlySpan<float> observations, ReadOnlySpan<float> noise, Span<float> actions) =>
            noise.CopyTo(actions);
    }

    private sealed class Steps(int horizon)
    {
        private readonly List<Tensor> _observations = new(horizon);
        private readonly List<Tensor> _actions = new(horizon);
        private readonly List<Tensor> _rewards = new(horizon);
        private readonly List<Tensor> _terminated = new(horizon);
        private readonly List<Tensor> _time = new(horizon);

        public void Add(Tensor observation, Tensor action, Transition transition, Tensor time)
        {
            _observations.Add(observation);
            _actions.Add(action);
            _rewards.Add(transition.Reward);
            _terminated.Add(transition.Terminated);
            _time.Add(time);
        }

        public Rollout ToRollout(Tensor finalObservation, bool restarts, bool unfinished) => Rollout.OfSteps(
            stack(_observations), finalObservation, stack(_actions), stack(_rewards), stack(_terminated), stack(_time),
            restarts, unfinished);
    }
}
