using MetaRL.Environments.Tasks;
using static TorchSharp.torch;

namespace MetaRL.Agents.Policies;

/// <summary>Turns each transition into a normal density of z, whatever their order.</summary>
/// <remarks>Rakelly et al. 2019 (PEARL), section 4.1: N(z; fμ(o, a, r), fσ²(o, a, r)), by setting of o′, too.</remarks>
/// <param name="observations">O.</param>
/// <param name="actions">A.</param>
/// <param name="latent">L, numbers of z.</param>
/// <param name="hidden">Units in each hidden layer.</param>
/// <param name="seesNext">Whether it sees o′.</param>
/// <param name="activation">Nonlinearity between layers.</param>
public sealed class ContextEncoder(
    int observations, int actions, int latent, IReadOnlyList<int> hidden, bool seesNext, Activation activation)
{
    private readonly Mlp _mlp = new(
        Width(observations, actions, seesNext), hidden, 2 * latent, activation);

    /// <summary>L.</summary>
    public int Latent => latent;

    /// <summary>X, numbers of a transition.</summary>
    public int InputSize => Width(observations, actions, seesNext);

    /// <summary>layer1.weight [out, in], layer1.bias [out], layer2.weight, ...</summary>
    public IReadOnlyList<Weight> Weights => _mlp.Weights;

    /// <summary>O + A + 1, and O again where it sees o′.</summary>
    public static int Width(int observations, int actions, bool seesNext) =>
        observations + actions + 1 + (seesNext ? observations : 0);

    /// <summary>First weights in the order of <see cref="Weights"/>.</summary>
    public IReadOnlyList<Tensor> Initialize(RngKey key, Device device, ScalarType dtype) =>
        _mlp.Initialize(key, device, dtype);

    /// <summary>Transitions as it sees them, [..., X].</summary>
    /// <param name="observation">o, [..., O].</param>
    /// <param name="action">a in [−1, 1], [..., A].</param>
    /// <param name="reward">r, [...].</param>
    /// <param name="next">o′, [..., O].</param>
    public Tensor Inputs(Tensor observation, Tensor action, Tensor reward, Tensor next) =>
        cat([observation, action, reward.unsqueeze(-1), .. seesNext ? [next] : Array.Empty<Tensor>()], -1);

    /// <summary>q(z|c) of some transitions.</summary>
    /// <param name="weights">In the order of <see cref="Weights"/>.</param>
    /// <param name="context">c, [..., X].</param>
    /// <param name="axis">Along which the transitions lie.</param>
    /// <param name="counts">1 where there is such a transition, else 0, [..., 1]; null where there are all.</param>
    public GaussianProduct Posterior(IReadOnlyList<Tensor> weights, Tensor context, long axis, Tensor? counts = null) =>
        GaussianProduct.Of(_mlp.Forward(weights, context), axis, counts);
}
