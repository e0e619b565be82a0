using MetaRL.Environments.Tasks;
using static TorchSharp.torch;

namespace MetaRL.Agents.Policies;

/// <summary>A policy and, beside it, a perceptron for the value of a state; the weights hold both.</summary>
/// <param name="actor">The policy.</param>
/// <param name="observations">O.</param>
/// <param name="hidden">Sizes of the value's hidden layers.</param>
/// <param name="activation">Nonlinearity between them.</param>
public sealed class ActorCriticPolicy(IPolicy actor, int observations, IReadOnlyList<int> hidden, Activation activation)
    : IPolicy
{
    private readonly Mlp _value = new(observations, hidden, 1, activation);

    public ParamLayout Layout { get; } = new(
    [
        .. actor.Layout.Weights,
        .. new Mlp(observations, hidden, 1, activation).Weights.Select(
            weight => weight with { Name = $"value.{weight.Name}" }),
    ]);

    public string? KernelObstacle => "a policy with a value of its own has no kernel";

    public string? ActingObstacle => actor.ActingObstacle;

    public MatrixProducts Products => actor.Products;

    public Params Initialize(RngKey key, Device device, ScalarType dtype = ScalarType.Float32)
    {
        using var scope = NewDisposeScope();
        var values = _value.Initialize(key.For("value"), device, dtype).Select(weight => weight.flatten());
        return new Params(
            Layout, cat([actor.Initialize(key, device, dtype).Flat, .. values]).MoveToOuterDisposeScope());
    }

    public IActor With(Params weights) =>
        actor.With(new Params(actor.Layout, weights.Flat.narrow(-1, 0, actor.Layout.Count)));

    /// <summary>V(o), [..., N, E].</summary>
    /// <param name="weights">θ [P] or φ [N, P].</param>
    /// <param name="observation">[N, E, O] or [T, N, E, O].</param>
    public Tensor Value(Params weights, Tensor observation) =>
        _value.ForwardBatch([.. Layout.Split(weights.Flat).Skip(actor.Layout.Weights.Count)], observation).squeeze(-1);

    public IActionDistribution Distribution(Tensor parameters) => actor.Distribution(parameters);

    public Tensor Noise(RngKey key, ReadOnlySpan<long> lead, Device device, ScalarType dtype) =>
        actor.Noise(key, lead, device, dtype);
}
