using MetaRL.Environments.Tasks;

namespace MetaRL.Agents.Policies;

/// <summary>What a policy with a memory sees, (oₜ, what it sees of the step before), number by number.</summary>
/// <param name="observations">O.</param>
/// <param name="actions">Discrete actions are seen one-hot.</param>
/// <param name="sees">Of the step before.</param>
internal sealed class RecurrentInput(int observations, Space actions, PreviousStep sees)
{
    /// <summary>O.</summary>
    public int Observations => observations;

    /// <summary>A, or the number of discrete actions.</summary>
    public int ActionSize => actions.Width;

    /// <summary>P, the numbers of <see cref="Previous"/>.</summary>
    public int PreviousSize => 2 + (sees == PreviousStep.Action ? ActionSize : 2 * observations * ActionSize);

    /// <summary>I = O + P.</summary>
    public int Size => observations + PreviousSize;

    /// <summary>
    /// What the next step sees of this one: (a, r, d), or (o ⊗ a, r o ⊗ a, r, d); see
    /// <see cref="RecurrentPolicy.Previous"/>.
    /// </summary>
    /// <param name="observation">[O].</param>
    /// <param name="action">[A], or the action's number.</param>
    /// <param name="reward">r.</param>
    /// <param name="ended">d.</param>
    /// <param name="previous">The result, [P].</param>
    public void Previous(
        ReadOnlySpan<float> observation, ReadOnlySpan<float> action, float reward, bool ended, Span<float> previous)
    {
        Span<float> a = stackalloc float[ActionSize];
        if (actions is Discrete)
        {
            a.Clear();
            a[(int)action[0]] = 1;
        }
        else
        {
            action.CopyTo(a);
        }

        (previous[^2], previous[^1]) = (reward, ended ? 1 : 0);
        if (sees == PreviousStep.Action)
        {
            a.CopyTo(previous);
            return;
        }

        for (int number = 0, at = 0; number < observations; number++)
        {
            foreach (var one in a)
            {
                previous[at] = observation[number] * one;
                previous[(observations * ActionSize) + at] = reward * previous[at];
                at++;
            }
        }
    }
}
