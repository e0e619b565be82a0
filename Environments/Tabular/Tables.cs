using static TorchSharp.torch;

namespace MetaRL.Environments.Tabular;

/// <summary>N Markov decision processes with S states, A actions and at most K outcomes of each, as tables.</summary>
/// <param name="Next">State that each outcome leads to, int64 [N, S, A, K].</param>
/// <param name="Probability">Of each outcome, [N, S, A, K], one in sum over K.</param>
/// <param name="Reward">Mean reward of each outcome, [N, S, A, K].</param>
/// <param name="Terminal">Whether each outcome ends the episode, bool [N, S, A, K].</param>
/// <param name="Start">First state, int64 [N].</param>
/// <param name="Features">
/// What is observed in each state: [1, S, O] where it is the same in all tasks, else [N, S, O].
/// </param>
public sealed record Tables(
    Tensor Next, Tensor Probability, Tensor Reward, Tensor Terminal, Tensor Start, Tensor Features)
{
    /// <summary>S.</summary>
    public long States => Next.size(1);

    /// <summary>A.</summary>
    public long Actions => Next.size(2);

    /// <summary>K.</summary>
    public long Outcomes => Next.size(3);
}
