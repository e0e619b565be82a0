using static TorchSharp.torch;

namespace MetaRL.Learners;

/// <summary>The evidence lower bound of trials, from all of their contexts.</summary>
/// <remarks>
/// Zintgraf et al. 2020 (VariBAD), equations 4 and 6: Σₜ E_q(m|τ:t)[log p(τ|m)] − w KL(q(m|τ:t) ‖ q(m|τ:t−1)), with the
/// whole trial decoded from every context, and the belief before it as the prior, N(0, I) of the first one.
/// </remarks>
/// <param name="Loss">Minus the bound, mean over trials, a scalar.</param>
/// <param name="Reconstruction">Σₜ E[−log p(τ|m)] of it, without derivative.</param>
/// <param name="Divergence">Σₜ KL of it, unweighted; nats; without derivative.</param>
public sealed record Elbo(Tensor Loss, Tensor Reconstruction, Tensor Divergence)
{
    /// <summary>The bound as a sum over some of the trials.</summary>
    /// <param name="belief">(μ, log σ²) of every context, [C, B, 2L].</param>
    /// <param name="noise">ε of m = μ + σ ε, [C, B, L].</param>
    /// <param name="errors">m [D, B, L] → −log p of every step, [D, T, B].</param>
    /// <param name="contexts">1 where there is such a context, else 0, [C, B].</param>
    /// <param name="steps">1 where there is such a step, else 0, [T, B].</param>
    /// <param name="divergenceWeight">w.</param>
    /// <param name="trials">Trials that the mean is over.</param>
    /// <param name="decoded">
    /// Contexts that trials are decoded from, int64 [D], of which the sum over all is estimated; null for all of them.
    /// </param>
    public static Elbo Of(
        Tensor belief, Tensor noise, Func<Tensor, Tensor> errors, Tensor contexts, Tensor steps,
        double divergenceWeight, long trials, Tensor? decoded = null)
    {
        var parts = belief.chunk(2, -1);
        var (mean, logVariance) = (parts[0], parts[1]);
        var m = Some(mean) + ((Some(logVariance) * 0.5).exp() * Some(noise));
        var share = (double)m.size(0) / mean.size(0);
        var reconstruction = ((errors(m) * steps.unsqueeze(0)).sum(1) * Some(contexts)).sum() / (trials * share);
        var divergence = (Divergences(mean, logVariance) * contexts).sum() / trials;
        return new Elbo(
            reconstruction + (divergence * divergenceWeight), reconstruction.detach(), divergence.detach());

        Tensor Some(Tensor values) => decoded is null ? values : values.index_select(0, decoded);
    }

    /// <summary>KL(qₜ ‖ qₜ₋₁) of every context, the first against N(0, I): [C, B].</summary>
    /// <param name="mean">μ, [C, B, L].</param>
    /// <param name="logVariance">log σ², [C, B, L].</param>
    public static Tensor Divergences(Tensor mean, Tensor logVariance)
    {
        var last = mean.size(0) - 1;
        var priorMean = cat([zeros_like(mean.narrow(0, 0, 1)), mean.narrow(0, 0, last)]);
        var priorLog = cat([zeros_like(logVariance.narrow(0, 0, 1)), logVariance.narrow(0, 0, last)]);
        var ratio = (logVariance - priorLog).exp();
        var shift = (mean - priorMean).square() * priorLog.neg().exp();
        return (ratio + shift - 1 + priorLog - logVariance).sum(-1) * 0.5;
    }
}
