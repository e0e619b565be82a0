using MetaRL.Agents.Policies;
using MetaRL.Environments.Tasks;
using static TorchSharp.torch;

namespace MetaRL.Agents.Rollouts;

/// <summary>Every random number of one rollout, drawn before it starts.</summary>
/// <param name="Reset">
/// Uniform numbers for first states, [R, N, E, Z]: R = 1 if environments start once, T if at every step.
/// </param>
/// <param name="Step">Uniform numbers for the dynamics, [T, N, E, Z].</param>
/// <param name="Action">The policy's own numbers, [T, N, E, Z].</param>
public sealed record RolloutNoise(Tensor Reset, Tensor Step, Tensor Action) : ITensorBundle
{
    /// <summary>Whether there are numbers for another start after every step.</summary>
    public bool Restarts => Reset.size(0) > 1;

    /// <summary>T, the steps that there are numbers for.</summary>
    public int Horizon => (int)Step.size(0);

    /// <summary>E.</summary>
    public int Envs => (int)Reset.size(2);

    public IEnumerable<Tensor> Tensors => [Reset, Step, Action];

    /// <summary>Draws for all tasks together, so that splitting the tasks later changes no number.</summary>
    public static RolloutNoise Draw(
        RngKey key, TaskFamily family, IPolicy policy, TaskBatch tasks, long envs, bool restarts = false) => Draw(
        key, family, tasks, envs, restarts,
        policy.Noise(key.For("actions"), [family.Horizon, tasks.Count, envs], tasks.Device, tasks.Dtype));

    /// <summary>Draws the environments' numbers beside given ones of the actions [T, N, E, Z].</summary>
    public static RolloutNoise Draw(
        RngKey key, TaskFamily family, TaskBatch tasks, long envs, bool restarts, Tensor action) => new(
        key.For("reset")
            .Uniform([restarts ? family.Horizon : 1, tasks.Count, envs, family.ResetNoise], tasks.Device, tasks.Dtype),
        key.For("dynamics").Uniform([family.Horizon, tasks.Count, envs, family.StepNoise], tasks.Device, tasks.Dtype),
        action);

    /// <summary>The numbers of some neighbouring tasks, as views.</summary>
    public RolloutNoise Slice(long start, long count) =>
        new(Reset.narrow(1, start, count), Step.narrow(1, start, count), Action.narrow(1, start, count));
}
