using MetaRL.Environments.Tasks;
using static TorchSharp.torch;

namespace MetaRL.Agents.Rollouts;

/// <summary>One episode in each of E environments of each of N tasks, with the clock running for T steps.</summary>
/// <param name="Observations">What was seen before each action, [T, N, E, O].</param>
/// <param name="FinalObservations">What was seen after the last step, [N, E, O].</param>
/// <param name="Actions">[T, N, E, A], or int64 [T, N, E] where actions are discrete.</param>
/// <param name="Rewards">[T, N, E]; 0 after the end of an episode.</param>
/// <param name="Terminated">Whether the task itself ended the episode with this step, bool [T, N, E].</param>
/// <param name="Alive">1 while the step belongs to the episode, 0 after it terminated, [T, N, E].</param>
public sealed record Rollout(
    Tensor Observations, Tensor FinalObservations, Tensor Actions, Tensor Rewards, Tensor Terminated, Tensor Alive)
    : ITensorBundle, IDisposable
{
    /// <summary>T.</summary>
    public long Horizon => Rewards.size(0);

    /// <summary>N.</summary>
    public long Tasks => Rewards.size(1);

    /// <summary>E.</summary>
    public long Envs => Rewards.size(2);

    /// <summary>Undiscounted return of each episode, [N, E].</summary>
    public Tensor Returns => Rewards.sum(dim: 0);

    /// <summary>Steps of each episode, [N, E].</summary>
    public Tensor Lengths => Alive.sum(dim: 0);

    /// <summary>Whether the clock ended the episode and not the task, bool [N, E].</summary>
    public Tensor Truncated => Alive.select(0, Horizon - 1) * Terminated.select(0, Horizon - 1).logical_not() > 0;

    public IEnumerable<Tensor> Tensors => [Observations, FinalObservations, Actions, Rewards, Terminated, Alive];

    /// <summary>The same rollout of several groups of tasks as one, along the task axis.</summary>
    public static Rollout Concatenate(IReadOnlyList<Rollout> parts) => new(
        cat([.. parts.Select(part => part.Observations)], 1),
        cat([.. parts.Select(part => part.FinalObservations)], 0),
        cat([.. parts.Select(part => part.Actions)], 1),
        cat([.. parts.Select(part => part.Rewards)], 1),
        cat([.. parts.Select(part => part.Terminated)], 1),
        cat([.. parts.Select(part => part.Alive)], 1));

    public void Dispose()
    {
        foreach (var tensor in Tensors)
        {
            tensor.Dispose();
        }
    }
}
