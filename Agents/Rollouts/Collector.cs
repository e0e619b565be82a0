using MetaRL.Agents.Policies;
using MetaRL.Environments.Tasks;
using static TorchSharp.torch;

namespace MetaRL.Agents.Rollouts;

/// <summary>Acts in all environments of all tasks at once, until the clock of the family's horizon ends.</summary>
public static class Collector
{
    /// <summary>One episode per environment under a policy.</summary>
    /// <param name="family">The dynamics.</param>
    /// <param name="tasks">N tasks.</param>
    /// <param name="policy">Who acts.</param>
    /// <param name="weights">θ for all tasks, or φ [N, P].</param>
    /// <param name="noise">Every random number, for N tasks and E environments.</param>
    public static Rollout Collect(TaskFamily family, TaskBatch tasks, IPolicy policy, Params weights, RolloutNoise noise)
    {
        using var constant = no_grad();
        using var scope = NewDisposeScope();
        var actor = policy.With(weights);
        var rollout = Collect(family, tasks, (observation, z) => actor.Act(observation).Sample(z), noise);
        foreach (var tensor in rollout.Tensors)
        {
            tensor.MoveToOuterDisposeScope();
        }

        return rollout;
    }

    /// <summary>One episode per environment under any way of acting.</summary>
    /// <param name="family">The dynamics.</param>
    /// <param name="tasks">N tasks.</param>
    /// <param name="act">(observation [N, E, O], noise [N, E, Z]) → action.</param>
    /// <param name="noise">Every random number, for N tasks and E environments.</param>
    public static Rollout Collect(TaskFamily family, TaskBatch tasks, Func<Tensor, Tensor, Tensor> act, RolloutNoise noise)
    {
        using var constant = no_grad();
        using var scope = NewDisposeScope();
        var steps = new Steps(family.Horizon);
        var state = family.Reset(tasks, noise.Reset);
        var alive = ones([tasks.Count, noise.Reset.size(1)], tasks.Dtype, tasks.Device);
        for (var t = 0; t < family.Horizon; t++)
        {
            var observation = family.Observe(tasks, state);
            var action = act(observation, noise.Action.select(0, t));
            var transition = family.Step(tasks, state, action, noise.Step.select(0, t));
            steps.Add(observation, action, transition, alive);
            alive = alive * transition.Terminated.logical_not();
            state = transition.State;
        }

        var rollout = steps.ToRollout(family.Observe(tasks, state));
        foreach (var tensor in rollout.Tensors)
        {
            tensor.MoveToOuterDisposeScope();
        }

        return rollout;
    }

    private sealed class Steps(int horizon)
    {
        private readonly List<Tensor> _observations = new(horizon);
        private readonly List<Tensor> _actions = new(horizon);
        private readonly List<Tensor> _rewards = new(horizon);
        private readonly List<Tensor> _terminated = new(horizon);
        private readonly List<Tensor> _alive = new(horizon);

        public void Add(Tensor observation, Tensor action, Transition transition, Tensor alive)
        {
            _observations.Add(observation);
            _actions.Add(action);
            _rewards.Add(transition.Reward);
            _terminated.Add(transition.Terminated);
            _alive.Add(alive);
        }

        public Rollout ToRollout(Tensor finalObservation)
        {
            var alive = stack(_alive);
            return new Rollout(
                stack(_observations), finalObservation, stack(_actions), stack(_rewards) * alive,
                stack(_terminated).logical_and(alive > 0), alive);
        }
    }
}
