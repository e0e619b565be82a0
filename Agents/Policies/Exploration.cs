using static TorchSharp.torch;

namespace MetaRL.Agents.Policies;

/// <summary>How actions are chosen by their values.</summary>
public abstract record Exploration
{
    /// <summary>Whether the probabilities of actions have a derivative by the values.</summary>
    public abstract bool IsDifferentiable { get; }

    /// <summary>Distributions over actions.</summary>
    /// <param name="q">Q(o, ·), [..., N, E, A].</param>
    /// <param name="round">Updates made before.</param>
    /// <param name="factor">
    /// What a meta-learned temperature multiplies the given one by, [..., 1, 1, 1] to the shape of q; null for one.
    /// </param>
    public abstract Categorical Around(Tensor q, int round, Tensor? factor = null);
}

/// <summary>Boltzmann exploration: π(a) ∝ exp(Q(o, a) / τ). Sutton 1990.</summary>
/// <param name="Temperature">τ, in units of the return.</param>
public sealed record Boltzmann(double Temperature = 1.0) : Exploration
{
    public override bool IsDifferentiable => true;

    public override Categorical Around(Tensor q, int round, Tensor? factor = null) =>
        new Categorical(factor is null ? q / Temperature : q / (factor * Temperature));
}

/// <summary>ε-greedy exploration: π(a) = (1 − ε) [a is best] / (number of best) + ε / A. Watkins 1989.</summary>
/// <remarks>
/// Equally good actions share the greedy part, so that an agent that knows nothing yet acts uniformly.
/// </remarks>
/// <param name="First">ε in a task's first round, in (0, 1].</param>
/// <param name="Last">ε after <paramref name="Rounds"/> updates and later, in (0, 1].</param>
/// <param name="Rounds">Updates over which ε goes linearly from the first to the last.</param>
public sealed record EpsilonGreedy(double First = 1.0, double Last = 0.1, int Rounds = 1) : Exploration
{
    public override bool IsDifferentiable => false;

    /// <summary>ε in a round.</summary>
    public double Epsilon(int round) => First + ((Last - First) * Math.Min(round, Rounds) / Rounds);

    public override Categorical Around(Tensor q, int round, Tensor? factor = null)
    {
        using var constant = no_grad();
        var best = q.eq(q.amax([-1], keepdim: true)).to_type(q.dtype);
        var probabilities = (best / best.sum(-1, keepdim: true) * (1 - Epsilon(round))) + (Epsilon(round) / q.size(-1));
        return new Categorical(probabilities.log());
    }
}
