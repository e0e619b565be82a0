using static TorchSharp.torch;

namespace MetaRL.Optimizers;

/// <summary>Solves A x = b for a symmetric positive definite A of which only products are known.</summary>
public static class ConjugateGradient
{
    private const double ResidualTolerance = 1e-10; // on ‖r‖², as in the public implementations of TRPO

    /// <summary>The iterates x₁, x₂, ... from x₀ = 0 with their products A xₖ = b − rₖ, which cost nothing.</summary>
    /// <remarks>
    /// Hestenes and Stiefel 1952: αₖ = rₖᵀrₖ / pₖᵀA pₖ, xₖ₊₁ = xₖ + αₖ pₖ, rₖ₊₁ = rₖ − αₖ A pₖ,
    /// pₖ₊₁ = rₖ₊₁ + (rₖ₊₁ᵀrₖ₊₁ / rₖᵀrₖ) pₖ. Once ‖r‖² is below 10⁻¹⁰ the iterates stay; no number is read back to
    /// decide it.
    /// </remarks>
    /// <param name="product">v ↦ A v.</param>
    /// <param name="b">[P].</param>
    /// <param name="iterations">Number of iterates.</param>
    public static IEnumerable<(Tensor X, Tensor Product)> Iterates(
        Func<Tensor, Tensor> product, Tensor b, int iterations)
    {
        var (x, r, p) = (zeros_like(b), b, b);
        var rr = (r * r).sum();
        var zero = zeros_like(rr);
        for (var k = 0; k < iterations; k++)
        {
            var ap = product(p);
            var open = rr > ResidualTolerance;
            var alpha = where(open, rr / (p * ap).sum(), zero);
            x = x + (alpha * p);
            r = r - (alpha * ap);
            var next = (r * r).sum();
            p = r + (where(open, next / rr, zero) * p);
            rr = next;
            yield return (x, b - r);
        }
    }
}
