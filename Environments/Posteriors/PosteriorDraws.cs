using static TorchSharp.torch;

namespace MetaRL.Environments.Posteriors;

/// <summary>
/// Exact draws from the conjugate posteriors of Bernoulli and categorical outcomes, whole batches at once.
/// </summary>
internal static class PosteriorDraws
{
    /// <summary>Gamma variates of scale 1.</summary>
    /// <remarks>
    /// Marsaglia and Tsang 2000: with d = a − ⅓, c = 1/√(9d), x ~ N(0, 1), v = (1 + cx)³ and u ~ U(0, 1), d·v is
    /// accepted when v &gt; 0 and ln u &lt; x²/2 + d − dv + d ln v. What is rejected, at most one in twenty, is
    /// proposed again until nothing is: no approximation.
    /// </remarks>
    /// <param name="shape">a ≥ 1, of any axes.</param>
    /// <param name="generator">Source of the numbers, on the device of <paramref name="shape"/>.</param>
    /// <returns>Of the axes of <paramref name="shape"/>.</returns>
    public static Tensor Gamma(Tensor shape, Generator generator)
    {
        using var scope = NewDisposeScope();
        var a = shape.flatten();
        var (value, rejected) = Propose(a, generator);
        var open = rejected.nonzero().squeeze(-1);
        while (open.shape[0] > 0)
        {
            var (again, stillRejected) = Propose(a.index_select(0, open), generator);
            value.index_copy_(0, open, again);
            open = open.index_select(0, stillRejected.nonzero().squeeze(-1));
        }

        return value.view_as(shape).MoveToOuterDisposeScope();
    }

    /// <summary>Beta variates: X / (X + Y) with X ~ Gamma(a), Y ~ Gamma(b).</summary>
    /// <param name="a">a ≥ 1, of any axes.</param>
    /// <param name="b">b ≥ 1, of the same axes.</param>
    /// <param name="generator">Source of the numbers.</param>
    public static Tensor Beta(Tensor a, Tensor b, Generator generator)
    {
        using var scope = NewDisposeScope();
        var gamma = Gamma(stack([a, b]), generator);
        return gamma.select(0, 0).div(gamma.sum(dim: 0)).MoveToOuterDisposeScope();
    }

    /// <summary>Dirichlet variates: Gamma variates divided by their sum over the last axis.</summary>
    /// <param name="concentration">α ≥ 1, [..., K].</param>
    /// <param name="generator">Source of the numbers.</param>
    /// <returns>[..., K], one in sum over K.</returns>
    public static Tensor Dirichlet(Tensor concentration, Generator generator)
    {
        using var scope = NewDisposeScope();
        var gamma = Gamma(concentration, generator);
        return gamma.div(gamma.sum(dim: -1, keepdim: true)).MoveToOuterDisposeScope();
    }

    // One proposal for each a, [n], and whether it is rejected; the logarithm of a v below 0 is no number, which
    // rejects too.
    private static (Tensor Value, Tensor Rejected) Propose(Tensor a, Generator generator)
    {
        var d = a - (1.0 / 3);
        var x = randn(a.shape, a.dtype, a.device, generator: generator);
        var v = x.div(d.mul(9).sqrt()).add(1).pow(3);
        var logU = empty(a.shape, a.dtype, a.device).uniform_(0, 1, generator).log(); // as RngKey.Uniform
        var accepted = logU < (x.square() / 2) + (d * (v.log() - v + 1));
        return (d * v, accepted.logical_not());
    }
}
