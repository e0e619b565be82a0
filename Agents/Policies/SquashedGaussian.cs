using static TorchSharp.torch;

namespace MetaRL.Agents.Policies;

/// <summary>a = tanh(u), u ~ N(μ, σ²) with independent components: actions in (−1, 1).</summary>
/// <remarks>
/// Haarnoja et al. 2018, appendix C: log π(a) = log N(u; μ, σ²) − Σ log(1 − tanh²(u)), the change of variables. Density
/// and samples are functions of u, since a rounds to ±1 where u is large, and log(1 − tanh²(u)) = 2 (log 2 − u −
/// softplus(−2u)), which does not.
/// </remarks>
/// <param name="mean">μ, [..., A].</param>
/// <param name="logStd">log σ, [..., A].</param>
public sealed class SquashedGaussian(Tensor mean, Tensor logStd)
{
    private readonly Gaussian _gaussian = new(mean, logStd);

    /// <summary>tanh(μ), the median of each component.</summary>
    public Tensor Median => mean.tanh();

    /// <summary>u = μ + σ ε with ε standard normal; the action is its tanh.</summary>
    public Tensor Sample(Tensor noise) => _gaussian.Sample(noise);

    /// <summary>log π(tanh(u)), [...].</summary>
    public Tensor LogProb(Tensor u) => _gaussian.LogProb(u) - LogSlope(u).sum(-1);

    // log d tanh(u) / du
    private static Tensor LogSlope(Tensor u) => (Math.Log(2) - u - nn.functional.softplus(u * -2)) * 2;
}
