using static TorchSharp.torch;

namespace MetaRL.Agents.Policies;

/// <summary>A recurrent policy with its weights in place.</summary>
/// <remarks>
/// Its outputs are functions of the features f: the memory's output h after it has seen the step, with a
/// readout max(0, W (h, oₜ) + b), with a belief (oₜ, W h + b) in deviations and without derivative.
/// </remarks>
/// <param name="observations">O.</param>
/// <param name="model">What it remembers with.</param>
/// <param name="memory">The same with its weights, which is disposed with the actor.</param>
/// <param name="features">(h, oₜ) → f; null where f is h.</param>
/// <param name="value">f → V.</param>
/// <param name="reward">f → r̂; null where it predicts none.</param>
/// <param name="head">f → π.</param>
public sealed class RecurrentActor(
    int observations, ISequenceModel model, IRecurrence memory, Func<Tensor, Tensor, Tensor>? features,
    Func<Tensor, Tensor> value, Func<Tensor, Tensor>? reward, IActor head) : IDisposable
{
    /// <summary>The same in lanes on the memory of the CPU, from a memory on; null where there is none.</summary>
    internal Func<Memory, RecurrentLanes>? Lanes { get; init; }

    /// <summary>f in the course of a trial from its beginning: inputs [T, B, I] → [T, B, F].</summary>
    public Tensor Remember(Tensor inputs) =>
        Remember(inputs, model.Start([inputs.size(1)], inputs.device, inputs.dtype)).Features;

    /// <summary>One step of each environment, from what it remembers.</summary>
    /// <param name="before">Of N tasks with E environments.</param>
    /// <param name="observation">oₜ, [N, E, O].</param>
    /// <param name="taken">Which environments take the step, bool [N, E, 1]; null for all of them.</param>
    /// <returns>f, [N, E, F]; what it remembers after the step.</returns>
    public (Tensor Features, Memory Memory) Remember(Memory before, Tensor observation, Tensor? taken = null)
    {
        var (tasks, envs) = (observation.size(0), observation.size(1));
        var input = cat([observation, before.Previous], -1).view(1, tasks * envs, -1);
        Tensor[] state = [.. before.State.Select(part => part.flatten(-3, -2))];
        var (f, next) = Remember(input, state);
        if (taken is not null)
        {
            next = memory.Keep(taken.view(-1, 1), next, state);
        }

        Tensor[] after = [.. next.Select(part => part.view([.. part.shape[..^2], tasks, envs, part.shape[^1]]))];
        return (f.view(tasks, envs, -1), before with { State = after });
    }

    /// <summary>
    /// How much the step of each environment attends to each step remembered and, last, to itself, [N, E, R + 1].
    /// </summary>
    /// <param name="before">Of N tasks with E environments.</param>
    /// <param name="observation">oₜ, [N, E, O].</param>
    /// <exception cref="NotSupportedException">The memory attends to nothing.</exception>
    public Tensor Attention(Memory before, Tensor observation) => memory.Attention(
        cat([observation, before.Previous], -1).flatten(0, 1), [.. before.State.Select(part => part.flatten(-3, -2))])
        .view(observation.size(0), observation.size(1), -1);

    // [T, B, I] → f after every step, [T, B, F], and the state after the last one
    private (Tensor Features, IReadOnlyList<Tensor> State) Remember(Tensor sequence, IReadOnlyList<Tensor> state)
    {
        var (h, last) = memory.Run(sequence, state);
        return (features is null ? h : features(h, sequence.narrow(-1, 0, observations)), last);
    }

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

    public void Dispose() => memory.Dispose();
}
