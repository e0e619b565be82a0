using MetaRL.Environments.Tasks;
using static TorchSharp.torch;

namespace MetaRL.Agents.Policies;

/// <summary>Action values that are a perceptron of the observation.</summary>
/// <param name="observations">O.</param>
/// <param name="actions">A.</param>
/// <param name="hidden">Sizes of the hidden layers.</param>
/// <param name="activation">Nonlinearity between them.</param>
/// <param name="exploration">How it chooses; where no round is given, as after its last one.</param>
public sealed class QNetwork(
    int observations, int actions, IReadOnlyList<int> hidden, Activation activation,
    Exploration exploration) : IActionValuePolicy
{
    private readonly Mlp _q = new(observations, hidden, actions, activation);

    public Exploration Exploration => exploration;

    public ParamLayout Layout { get; } = new(new Mlp(observations, hidden, actions, activation).Weights);

    public Params Initialize(RngKey key, Device device, ScalarType dtype = ScalarType.Float32)
    {
        using var scope = NewDisposeScope();
        var weights = _q.Initialize(key, device, dtype).Select(weight => weight.flatten());
        return new Params(Layout, cat([.. weights]).MoveToOuterDisposeScope());
    }

    public Tensor Values(Params weights, Tensor observation) =>
        _q.ForwardBatch(Layout.Split(weights.Flat), observation);

    public Categorical Explore(Params weights, Tensor q, int round) => exploration.Around(q, round);

    public IActor With(Params weights) => new ValueActor(this, weights);

    public IActionDistribution Distribution(Tensor parameters) => new Categorical(parameters);

    public Tensor Noise(RngKey key, ReadOnlySpan<long> lead, Device device, ScalarType dtype) =>
        Categorical.Noise(key, lead, actions, device, dtype);
}
