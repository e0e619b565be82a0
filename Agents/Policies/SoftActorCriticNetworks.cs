using MetaRL.Environments.Tasks;
using static TorchSharp.torch;

namespace MetaRL.Agents.Policies;

/// <summary>Weights of <see cref="SoftActorCriticNetworks"/>, each part in the order of its network's.</summary>
/// <param name="Policy">Of π.</param>
/// <param name="Q">Of Q₁ and Q₂, each [2, ...].</param>
/// <param name="LogTemperature">log α, [1].</param>
/// <param name="Encoder">Of q(z|c); none where there is no context.</param>
public sealed record SoftActorCriticWeights(
    IReadOnlyList<Tensor> Policy, IReadOnlyList<Tensor> Q, Tensor LogTemperature, IReadOnlyList<Tensor> Encoder);

/// <summary>
/// A policy π(a|o, z), two action values Q(o, a, z) and, where there is a context c, its encoder q(z|c).
/// </summary>
/// <remarks>
/// Actions are those of the box [−1, 1]ᴬ throughout: densities, entropies and values are of them, and the bounds of the
/// family's box scale what its environments are given.
/// </remarks>
public sealed class SoftActorCriticNetworks
{
    private const double LeastLogStd = -20; // Haarnoja et al. 2018, authors' code
    private const double GreatestLogStd = 2;

    private readonly Box _actions;
    private readonly double _initialStd;
    private readonly Mlp _policy;
    private readonly Mlp _q;
    private readonly ParamLayout _ofQ;
    private readonly long _beforeQ;

    /// <param name="observations">O.</param>
    /// <param name="actions">The family's, bounded.</param>
    /// <param name="architecture">Hidden layers of all of them.</param>
    /// <param name="encoder">Of the context; null where there is none.</param>
    public SoftActorCriticNetworks(
        int observations, Box actions, PolicySettings architecture, ContextEncoder? encoder)
    {
        (_actions, _initialStd, Encoder) = (actions, architecture.InitialStd, encoder);
        _policy = Network(observations + Latent, 2 * actions.Size);
        _q = Network(observations + actions.Size + Latent, 1);
        _ofQ = new ParamLayout(
            [.. _q.Weights.Select(weight => new Weight($"q.{weight.Name}", [2, .. weight.Shape]))]);
        Layout = new ParamLayout(
        [
            .. Named("policy", _policy.Weights), .. _ofQ.Weights, new Weight("log_temperature", [1]),
            .. Named("encoder", encoder?.Weights ?? []),
        ]);
        _beforeQ = _policy.Weights.Sum(weight => weight.Count);

        Mlp Network(int inputs, int outputs) => new(
            inputs, architecture.Hidden, outputs, architecture.Activation, architecture.Initialization);
    }

    /// <summary>
    /// policy.layer1.weight, ..., q.layer1.weight [2, ...], ..., log_temperature, encoder.layer1.weight, ...
    /// </summary>
    public ParamLayout Layout { get; }

    /// <summary>Of the context; null where there is none.</summary>
    public ContextEncoder? Encoder { get; }

    /// <summary>L, numbers of z; 0 without a context.</summary>
    public int Latent => Encoder?.Latent ?? 0;

    /// <summary>A.</summary>
    public int Actions => _actions.Size;

    /// <summary>First weights θ [P].</summary>
    public Params Initialize(RngKey key, double temperature, Device device, ScalarType dtype)
    {
        using var scope = NewDisposeScope();
        var policy = _policy.Initialize(key.For("policy"), device, dtype);
        policy[^1].narrow(0, Actions, Actions).fill_(Math.Log(_initialStd));
        var (first, second) = (
            _q.Initialize(key.For("q").At(0), device, dtype), _q.Initialize(key.For("q").At(1), device, dtype));
        Tensor[] weights =
        [
            .. policy, .. first.Zip(second, (one, other) => stack([one, other])),
            full(1, Math.Log(temperature), dtype, device),
            .. Encoder?.Initialize(key.For("encoder"), device, dtype) ?? [],
        ];
        return new Params(Layout, cat([.. weights.Select(weight => weight.flatten())]).MoveToOuterDisposeScope());
    }

    /// <summary>The parts of θ [P], as views.</summary>
    public SoftActorCriticWeights Split(Tensor theta)
    {
        var parts = Layout.Split(theta);
        var (q, temperature) = (_policy.Weights.Count, _policy.Weights.Count + _q.Weights.Count);
        return new SoftActorCriticWeights(
            [.. parts.Take(q)], [.. parts.Skip(q).Take(_q.Weights.Count)], parts[temperature],
            [.. parts.Skip(temperature + 1)]);
    }

    /// <summary>The weights of Q₁ and Q₂ of θ [P], flat, as a view.</summary>
    public Tensor FlatQ(Tensor theta) => theta.narrow(0, _beforeQ, _ofQ.Count);

    /// <summary>Weights of Q₁ and Q₂ from flat ones.</summary>
    public IReadOnlyList<Tensor> SplitQ(Tensor flat) => _ofQ.Split(flat);

    /// <summary>π(·|o, z).</summary>
    /// <param name="policy">Its weights.</param>
    /// <param name="observation">o, [..., O].</param>
    /// <param name="z">[..., L].</param>
    public SquashedGaussian Act(IReadOnlyList<Tensor> policy, Tensor observation, Tensor z)
    {
        var outputs = _policy.Forward(policy, cat([observation, z], -1)).chunk(2, -1);
        return new SquashedGaussian(outputs[0], outputs[1].clamp(LeastLogStd, GreatestLogStd));
    }

    /// <summary>Q₁ and Q₂ of (o, a, z), [2, B].</summary>
    /// <param name="q">Their weights.</param>
    /// <param name="observation">o, [B, O].</param>
    /// <param name="action">a in [−1, 1], [B, A].</param>
    /// <param name="z">[B, L].</param>
    public Tensor Values(IReadOnlyList<Tensor> q, Tensor observation, Tensor action, Tensor z) =>
        _q.Forward(q, cat([observation, action, z], -1).unsqueeze(0).expand(2, -1, -1)).squeeze(-1);

    /// <summary>The lesser of both, [B]; minᵢ Qᵢ(o, a, z).</summary>
    /// <inheritdoc cref="Values"/>
    public Tensor LeastValue(IReadOnlyList<Tensor> q, Tensor observation, Tensor action, Tensor z)
    {
        var values = Values(q, observation, action, z);
        return minimum(values[0], values[1]);
    }

    /// <summary>Actions of the family's box as actions in [−1, 1].</summary>
    public Tensor Normalized(Tensor action) => (action - Centre) / HalfWidth;

    /// <summary>Actions in [−1, 1] as actions of the family's box.</summary>
    public Tensor Scaled(Tensor action) => (action * HalfWidth) + Centre;

    private double Centre => (_actions.Low + _actions.High) / 2;

    private double HalfWidth => (_actions.High - _actions.Low) / 2;

    private static IEnumerable<Weight> Named(string name, IReadOnlyList<Weight> weights) =>
        weights.Select(weight => weight with { Name = $"{name}.{weight.Name}" });
}
