using static TorchSharp.torch;

namespace MetaRL.Agents.Policies;

/// <summary>Normal distributions with independent components.</summary>
/// <param name="mean">μ, [..., N, E, A].</param>
/// <param name="logStd">log σ, broadcastable to the shape of μ.</param>
public sealed class Gaussian(Tensor mean, Tensor logStd) : IActionDistribution
{
    /// <summary>log σ is at least this, so that a distribution never collapses: log 10⁻⁶.</summary>
    public static readonly double MinLogStd = Math.Log(1e-6);

    private static readonly double LogTwoPi = Math.Log(2 * Math.PI);

    private int ActionSize => (int)mean.size(-1);

    public Tensor Mean => mean;

    public Tensor LogStd => logStd;

    /// <summary>(μ, log σ), [..., N, E, 2A].</summary>
    public Tensor Parameters => cat([mean, logStd.expand_as(mean)], -1);

    /// <summary>a = μ + σ ε with ε standard normal.</summary>
    public Tensor Sample(Tensor noise) => mean + (logStd.exp() * noise);

    /// <summary>log π(a) = −½ Σ ((a − μ)/σ)² − Σ log σ − ½ A log 2π.</summary>
    public Tensor LogProb(Tensor action)
    {
        var z = (action - mean) * logStd.neg().exp();
        return (z.square() * -0.5 - logStd).sum(-1) - (0.5 * ActionSize * LogTwoPi);
    }

    /// <summary>H = Σ log σ + ½ A (1 + log 2π).</summary>
    public Tensor Entropy() => logStd.expand_as(mean).sum(-1) + (0.5 * ActionSize * (1 + LogTwoPi));

    /// <summary>KL(p ‖ q) = Σ log σ_q − log σ_p + (σ_p² + (μ_p − μ_q)²) / 2σ_q² − ½.</summary>
    public Tensor Kl(IActionDistribution other)
    {
        var q = (Gaussian)other;
        var inverseVariance = (q.LogStd * -2).exp();
        var spread = (logStd * 2).exp() + (mean - q.Mean).square();
        return (q.LogStd - logStd + (spread * inverseVariance * 0.5) - 0.5).sum(-1);
    }

    /// <summary>F = diag(1/σ², 2) in (μ, log σ).</summary>
    public Tensor FisherProduct(Tensor v)
    {
        var (vMean, vLogStd) = (v.narrow(-1, 0, ActionSize), v.narrow(-1, ActionSize, ActionSize));
        return cat([vMean * (logStd * -2).exp(), vLogStd * 2], -1);
    }
}
