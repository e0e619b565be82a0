using MetaRL.Environments.Tasks;
using static TorchSharp.torch;

namespace MetaRL.Agents.Rollouts;

/// <summary>A rollout whose steps are all the same program on the same memory, the time among it: what a GPU can record and replay.</summary>
/// <remarks>It gives the bytes of the plain rollout, at the cost of a few copies in every step.</remarks>
/// <param name="family">The dynamics.</param>
/// <param name="tasks">N tasks.</param>
/// <param name="act">(observation [N, E, O], noise [N, E, Z]) → action; a function of nothing else.</param>
/// <param name="noise">Every random number.</param>
internal sealed class StaticRollout(TaskFamily family, TaskBatch tasks, Func<Tensor, Tensor, Tensor> act, RolloutNoise noise)
{
    private readonly Tensor _state = family.Reset(tasks, noise.Reset.select(0, 0)).clone();                                  // [N, E, S]
    private readonly Tensor _time = zeros([tasks.Count, noise.Reset.size(2)], tasks.Dtype, tasks.Device);                     // [N, E]
    private readonly Tensor _t = zeros(1, ScalarType.Int64, tasks.Device);                                                   // [1]
    private Buffers? _buffers;

    /// <summary>All T steps.</summary>
    /// <param name="replay">Does the step T times, such as <see cref="StepReplay.OneByOne"/>.</param>
    public Rollout Collect(Action<Action, int> replay)
    {
        replay(Step, family.Horizon);
        var (observations, actions, rewards, terminated, time) = _buffers!;
        return Rollout.OfSteps(observations, family.Observe(tasks, _state), actions, rewards, terminated, time, noise.Restarts);
    }

    private void Step()
    {
        using var scope = NewDisposeScope();
        var observation = family.Observe(tasks, _state);
        var action = act(observation, Now(noise.Action));
        var transition = family.Step(tasks, _state, action, Now(noise.Step));
        _buffers ??= Buffers.For(family.Horizon, observation, action, transition, _time);
        _buffers.Write(_t, observation, action, transition, _time);
        _ = _t.add_(1);
        if (noise.Restarts)
        {
            var restart = transition.Terminated.logical_and(_t < family.Horizon);
            var first = family.Reset(tasks, noise.Reset.index_select(0, _t.clamp_max(family.Horizon - 1)).select(0, 0));
            _ = _state.copy_(where(restart.unsqueeze(-1), first, transition.State));
            _ = _time.add_(1).mul_(restart.logical_not());
        }
        else
        {
            _ = _state.copy_(transition.State);
            _ = _time.add_(1);
        }
    }

    // [T, N, E, Z] → [N, E, Z]
    private Tensor Now(Tensor numbers) => numbers.index_select(0, _t).select(0, 0);

    // One row a step
    private sealed record Buffers(Tensor Observations, Tensor Actions, Tensor Rewards, Tensor Terminated, Tensor Time)
    {
        public static Buffers For(int horizon, Tensor observation, Tensor action, Transition transition, Tensor time)
        {
            return new Buffers(Rows(observation), Rows(action), Rows(transition.Reward), Rows(transition.Terminated), Rows(time));
            Tensor Rows(Tensor one) => zeros([horizon, .. one.shape], one.dtype, one.device).MoveToOuterDisposeScope();
        }

        public void Write(Tensor t, Tensor observation, Tensor action, Transition transition, Tensor time)
        {
            _ = Observations.index_copy_(0, t, observation.unsqueeze(0));
            _ = Actions.index_copy_(0, t, action.unsqueeze(0));
            _ = Rewards.index_copy_(0, t, transition.Reward.unsqueeze(0));
            _ = Terminated.index_copy_(0, t, transition.Terminated.unsqueeze(0));
            _ = Time.index_copy_(0, t, time.unsqueeze(0));
        }
    }
}
