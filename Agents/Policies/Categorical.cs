using MetaRL.Environments.Tasks;
using static TorchSharp.torch;

namespace MetaRL.Agents.Policies;

/// <summary>Distributions over A actions.</summary>
/// <param name="logits">Unnormalised log-probabilities, [..., N, E, A].</param>
public sealed class Categorical(Tensor logits) : IActionDistribution
{
    private Tensor? _logProbs;

    /// <summary>log p, [..., N, E, A].</summary>
    public Tensor LogProbs => _logProbs ??= logits.log_softmax(-1);

    /// <summary>Standard Gumbel numbers, −log(−log u), [..., A], for <see cref="Sample"/>.</summary>
    public static Tensor Noise(RngKey key, ReadOnlySpan<long> lead, int actions, Device device, ScalarType dtype)
    {
        var u = key.Uniform([.. lead, actions], device, dtype);
        return u.clamp_min(1e-20).log().neg().clamp_min(1e-20).log().neg(); // u = 0 and u rounded to 1 stay finite
    }

    /// <summary>The logits, [..., N, E, A].</summary>
    public Tensor Parameters => logits;

    /// <summary>argmaxₐ logitsₐ + gₐ with g standard Gumbel is a sample (Gumbel 1954); int64 [..., N, E].</summary>
    public Tensor Sample(Tensor noise) => (logits + noise).argmax(-1);

    public Tensor LogProb(Tensor action) => LogProbs.gather(-1, action.unsqueeze(-1)).squeeze(-1);

    /// <summary>H = −Σ p log p.</summary>
    public Tensor Entropy() => (LogProbs.exp() * LogProbs).sum(-1).neg();

    /// <summary>KL(p ‖ q) = Σ p (log p − log q).</summary>
    public Tensor Kl(IActionDistribution other) =>
        (LogProbs.exp() * (LogProbs - ((Categorical)other).LogProbs)).sum(-1);

    /// <summary>F = diag(p) − p pᵀ in the logits.</summary>
    public Tensor FisherProduct(Tensor v)
    {
        var p = LogProbs.exp();
        return p * (v - (p * v).sum(-1, keepdim: true));
    }
}
