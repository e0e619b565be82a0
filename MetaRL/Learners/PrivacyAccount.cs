namespace MetaRL.Learners;

/// <summary>How much noisy sums over somebody's tasks have told of any one of them.</summary>
/// <remarks>
/// Each release is the Gaussian mechanism of Abadi et al. 2016, algorithm 1, without sampling: a sum of vectors
/// clipped to the norm C with noise of the deviation σC in every number. It is ρ-zCDP with ρ = 1 / 2σ², and T of them,
/// each chosen after those before, are Tρ-zCDP, which is (ε, δ)-differential privacy with ε = Tρ + 2 √(Tρ ln(1/δ)):
/// Bun, Steinke 2016, propositions 1.3 and 1.6, lemma 1.7. Two sets of tasks count as neighbours if one has a
/// zero vector in place of the other's task: how many tasks there are is no secret.
/// </remarks>
/// <param name="Noise">σ, the noise's deviation in units of the clipping norm.</param>
/// <param name="Delta">δ, in (0, 1).</param>
public sealed record PrivacyAccount(double Noise, double Delta)
{
    /// <summary>ε after some releases.</summary>
    /// <param name="releases">T.</param>
    public double Epsilon(long releases)
    {
        var rho = releases / (2 * Noise * Noise);
        return rho + (2 * Math.Sqrt(rho * Math.Log(1 / Delta)));
    }

    /// <summary>Most releases that keep ε within a bound.</summary>
    /// <param name="epsilon">ε, above 0.</param>
    public long Releases(double epsilon)
    {
        // √ρ solves x² + 2 √(ln 1/δ) x = ε
        var root = Math.Sqrt(Math.Log(1 / Delta));
        var x = Math.Sqrt((root * root) + epsilon) - root;
        return (long)Math.Min(Math.Floor((2 * Noise * Noise * x * x) + 1e-9), long.MaxValue / 2);
    }
}
