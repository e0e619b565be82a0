using static TorchSharp.torch;

namespace MetaRL.Agents.InnerLoops;

/// <summary>The surrogate of the return of a policy π on data of another one, of each step.</summary>
public static class Surrogate
{
    /// <summary>ρA; or Schulman et al. 2017, equation 7: min(ρA, clip(ρ, 1 − ε, 1 + ε) A).</summary>
    /// <param name="ratio">ρ = π(a | o) / π_old(a | o), of any shape.</param>
    /// <param name="advantages">A, of the same shape.</param>
    /// <param name="clip">ε; null for no bound.</param>
    public static Tensor Of(Tensor ratio, Tensor advantages, double? clip)
    {
        var surrogate = ratio * advantages;
        return clip is { } epsilon
            ? surrogate.minimum(ratio.clamp(1 - epsilon, 1 + epsilon) * advantages)
            : surrogate;
    }
}
