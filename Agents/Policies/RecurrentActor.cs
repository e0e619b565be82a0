using static TorchSharp.torch;

namespace MetaRL.Agents.Policies;

/// <summary>A recurrent policy with its weights in place.</summary>
/// <remarks>
/// Its outputs are functions of the features f: the state h of the GRU's last layer after it has seen the step, with a
/// readout max(0, W (h, oₜ) + b), with a belief (oₜ, W h + b) in deviations and without derivative.
/// </remarks>
/// <param name="observations">O.</param>
/// <param name="gru">The memory, which is disposed with the actor.</param>
/// <param name="features">(h, oₜ) → f; null where f is h.</param>
/// <param name="value">f → V.</param>
/// <param name="reward">f → r̂; null where it predicts none.</param>
/// <param name="head">f → π.</param>
public sealed class RecurrentActor(
    int observations, IRecurrence gru, Func<Tensor, Tensor, Tensor>? features, Func<Tensor, Tensor> value,
    Func<Tensor, Tensor>? reward, IActor head) : IDisposable
{
    /// <summary>The same in lanes on the memory of the CPU, from a memory on; null where there is none.</summary>
    internal Func<Memory, RecurrentLanes>? Lanes { get; init; }

    /// <summary>Runs through a sequence; a single step is one of length 1.</summary>
    /// <param name="sequence">What the policy sees, [T, B, I].</param>
    /// <param name="state">h of every layer before the first step, [L, B, H].</param>
    /// <returns>f after every step, [T, B, F]; every layer's h after the last step, [L, B, H].</returns>
    public (Tensor Features, Tensor State) Remember(Tensor sequence, Tensor state)
    {
        var (h, last) = gru.Run(sequence, state);
        return (features is null ? h : features(h, sequence.narrow(-1, 0, observations)), last);
    }

    /// <summary>One step of each environment, from what it remembers.</summary>
    /// <param name="memory">Of N tasks with E environments.</param>
    /// <param name="observation">oₜ, [N, E, O].</param>
    /// <returns>f, [N, E, F]; every layer's h after the step, [L, N, E, H].</returns>
    public (Tensor Features, Tensor State) Remember(Memory memory, Tensor observation)
    {
        var (tasks, envs) = (observation.size(0), observation.size(1));
        var input = cat([observation, memory.Previous], -1).view(1, tasks * envs, -1);
        var (features, state) = Remember(input, memory.State.reshape(gru.Layers, tasks * envs, -1));
        return (features.view(tasks, envs, -1), state.view(gru.Layers, tasks, envs, -1));
    }

    /// <summary>f in the course of a trial from its beginning: inputs [T, B, I] → [T, B, F].</summary>
    public Tensor Remember(Tensor inputs) => Remember(
        inputs, zeros([gru.Layers, inputs.size(1), gru.Hidden], inputs.dtype, inputs.device)).Features;

    /// <summary>π(· | f), [..., F].</summary>
    public IActionDistribution Act(Tensor f) => head.Act(f);

    /// <summary>
    /// V(f), the discounted return of the rest of the trial less the mean of all trials: [..., F] → [...].
    /// </summary>
    public Tensor Value(Tensor f) => value(f).squeeze(-1);

    /// <summary>
    /// r̂(f, ·), the reward that it expects of each action, in deviations from the batch's mean: [..., F] → [..., A].
    /// </summary>
    /// <exception cref="InvalidOperationException">The policy does not predict rewards.</exception>
    public Tensor Rewards(Tensor f) =>
        reward is null ? throw new InvalidOperationException("This policy predicts no rewards.") : reward(f);

    public void Dispose() => gru.Dispose();
}
