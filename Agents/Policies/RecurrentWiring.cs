namespace MetaRL.Agents.Policies;

/// <summary>
/// What a policy with a memory sees of the step before, beside its reward and whether it ended the episode.
/// </summary>
public enum PreviousStep
{
    /// <summary>aₜ₋₁, as published (Duan et al. 2016).</summary>
    Action,

    /// <summary>
    /// oₜ₋₁ ⊗ aₜ₋₁ and rₜ₋₁ oₜ₋₁ ⊗ aₜ₋₁: in a task with one-hot states, one input for each (s, a) that says it was
    /// tried and one that says what it earned. For discrete actions.
    /// </summary>
    Transition,
}

/// <summary>What a <see cref="RecurrentPolicy"/> can have beyond the published one; by default nothing.</summary>
/// <remarks>
/// The first three make it easier to learn to remember what was earned where: the input names the place, the readout
/// asks the memory about the present observation, and the reward's prediction has a gradient at every step.
/// </remarks>
/// <param name="Sees">Of the step before.</param>
/// <param name="Readout">Rectified units between (h, oₜ) and the outputs; 0: outputs are linear in h.</param>
/// <param name="PredictsReward">
/// Whether it has an output for the reward of each action (Jaderberg et al. 2017). For discrete actions.
/// </param>
/// <param name="Latent">
/// L, numbers m of a belief N(μ, σ²) about the task: the outputs see (oₜ, μ, log σ²) in place of the memory, which does
/// not learn from them (Zintgraf et al. 2020, VariBAD); 0: no belief.
/// </param>
public sealed record RecurrentWiring(
    PreviousStep Sees = PreviousStep.Action, int Readout = 0, bool PredictsReward = false, int Latent = 0)
{
    /// <summary>Units in the hidden layers of the value; none where it is linear.</summary>
    public IReadOnlyList<int> Value { get; init; } = [];
}
