using MetaRL.Environments.Tasks;
using static TorchSharp.torch;

namespace MetaRL.Agents.Policies;

/// <summary>
/// A product of normal densities of z with independent components, up to its constant; N(0, I) of none.
/// </summary>
/// <remarks>
/// Rakelly et al. 2019 (PEARL), equation 3: q(z|c) ∝ Πₙ N(z; μₙ, σₙ²) = N(z; μ, σ²) with 1/σ² = Σₙ 1/σₙ² and μ/σ² =
/// Σₙ μₙ/σₙ². As in the paper and the authors' code the prior N(0, I) is no factor of it: it stands in where there are
/// no factors.
/// </remarks>
/// <param name="Precision">Σₙ 1/σₙ², [..., L].</param>
/// <param name="Shift">Σₙ μₙ/σₙ², [..., L].</param>
/// <param name="Count">How many factors it has, [..., 1].</param>
public sealed record GaussianProduct(Tensor Precision, Tensor Shift, Tensor Count) : ITensorBundle
{
    private const double LeastVariance = 1e-7; // of a factor, as in the authors' code

    public IEnumerable<Tensor> Tensors => [Precision, Shift, Count];

    /// <summary>μ, [..., L].</summary>
    public Tensor Mean => Shift / OneIfNone;

    /// <summary>σ², [..., L].</summary>
    public Tensor Variance => OneIfNone.reciprocal();

    /// <summary>KL(q ‖ N(0, I)) = ½ Σ (σ² + μ² − 1 − log σ²), [...]; nats.</summary>
    public Tensor Divergence => (Variance + Mean.square() - 1 + OneIfNone.log()).sum(-1) * 0.5;

    private Tensor OneIfNone => where(Precision > 0, Precision, ones_like(Precision));

    /// <summary>The product of no factors.</summary>
    /// <param name="shape">[..., L].</param>
    /// <param name="device">Device.</param>
    /// <param name="dtype">Floating-point type.</param>
    public static GaussianProduct None(ReadOnlySpan<long> shape, Device device, ScalarType dtype) => new(
        zeros(shape, dtype, device), zeros(shape, dtype, device), zeros([.. shape[..^1], 1], dtype, device));

    /// <summary>The product of some factors.</summary>
    /// <param name="parameters">(μₙ, σₙ² before the softplus) of each, [..., 2L].</param>
    /// <param name="axis">Along which the factors lie.</param>
    /// <param name="counts">1 where there is such a factor, else 0, [..., 1]; null where there are all.</param>
    public static GaussianProduct Of(Tensor parameters, long axis, Tensor? counts = null)
    {
        var parts = parameters.chunk(2, -1);
        var precision = nn.functional.softplus(parts[1]).clamp_min(LeastVariance).reciprocal();
        var one = counts ?? ones_like(precision.narrow(-1, 0, 1));
        precision = counts is null ? precision : precision * counts;
        return new GaussianProduct(precision.sum(axis), (precision * parts[0]).sum(axis), one.sum(axis));
    }

    /// <summary>The product with another one.</summary>
    public GaussianProduct Times(GaussianProduct other) =>
        new(Precision + other.Precision, Shift + other.Shift, Count + other.Count);

    /// <summary>For each index of an axis the product over all of them.</summary>
    public GaussianProduct Shared(long axis)
    {
        return new GaussianProduct(All(Precision), All(Shift), All(Count));

        Tensor All(Tensor values) => values.sum(axis, keepdim: true).expand_as(values);
    }

    /// <summary>
    /// As of at most so many of its factors: the power of it whose precision and shift are what those of a draw of them
    /// are in the mean.
    /// </summary>
    public GaussianProduct AtMost(double factors)
    {
        var share = (Count.clamp_min(factors) / factors).reciprocal();
        return new GaussianProduct(Precision * share, Shift * share, Count * share);
    }

    /// <summary>z = μ + σ ε with ε standard normal.</summary>
    public Tensor Sample(Tensor noise) => Mean + (Variance.sqrt() * noise);
}
