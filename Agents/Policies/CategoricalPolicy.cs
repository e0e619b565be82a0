using MetaRL.Environments.Tasks;
using MetaRL.Kernels;
using static TorchSharp.torch;

namespace MetaRL.Agents.Policies;

/// <summary>A distribution over finitely many actions whose logits are a perceptron of the observation.</summary>
/// <param name="observations">O.</param>
/// <param name="actions">A.</param>
/// <param name="hidden">Sizes of the hidden layers.</param>
/// <param name="activation">Nonlinearity between them.</param>
/// <param name="initialization">First weights.</param>
/// <param name="usesKernels">Whether it has fused kernels.</param>
public sealed class CategoricalPolicy(
    int observations, int actions, IReadOnlyList<int> hidden, Activation activation,
    Initialization? initialization = null, bool usesKernels = true) : IPolicy
{
    private readonly Mlp _logits = new(observations, hidden, actions, activation, initialization);

    public ParamLayout Layout { get; } = new(new Mlp(observations, hidden, actions, activation).Weights);

    public PolicyKernels? Kernels { get; } = PolicyKernels.Of(
        new(Mlp.Shape(observations, hidden, actions, activation)), usesKernels);

    public string? KernelObstacle { get; } = PolicyKernels.Obstacle(
        new(Mlp.Shape(observations, hidden, actions, activation)), usesKernels);

    public Params Initialize(RngKey key, Device device, ScalarType dtype = ScalarType.Float32)
    {
        using var scope = NewDisposeScope();
        var weights = _logits.Initialize(key, device, dtype).Select(weight => weight.flatten());
        return new Params(Layout, cat([.. weights]).MoveToOuterDisposeScope());
    }

    public IActor With(Params weights) => new Actor(
        _logits, Layout.Split(weights.Flat), actions, FusedOutputs.Of(Kernels, weights));

    public IActionDistribution Distribution(Tensor parameters) => new Categorical(parameters);

    public Tensor Noise(RngKey key, ReadOnlySpan<long> lead, Device device, ScalarType dtype) =>
        Categorical.Noise(key, lead, actions, device, dtype);

    private sealed class Actor(Mlp logits, IReadOnlyList<Tensor> weights, int actions, FusedOutputs? fused) : IActor
    {
        public IActionDistribution Act(Tensor observation) =>
            new Categorical(FusedOutputs.Forward(fused, logits, weights, observation));

        public ILaneActor? Lanes => fused is null ? null : new LaneActor(fused, actions);
    }

    // As Categorical.Sample does.
    private sealed class LaneActor(FusedOutputs logits, int size) : ILaneActor
    {
        private (int First, int Envs) _at;
        private float[] _logits = [];

        public void Begin(int first, int lanes, int envs) => (_at, _logits) = ((first, envs), new float[lanes * size]);

        public void Act(ReadOnlySpan<float> observations, ReadOnlySpan<float> noise, Span<float> actions)
        {
            logits.Forward(_at.First, _at.Envs, observations, _logits);
            for (var lane = 0; lane < actions.Length; lane++)
            {
                var own = _logits.AsSpan(lane * size, size);
                var gumbel = noise.Slice(lane * size, size);
                var best = 0;
                for (var action = 1; action < size; action++)
                {
                    if (own[action] + gumbel[action] > own[best] + gumbel[best])
                    {
                        best = action;
                    }
                }

                actions[lane] = best;
            }
        }
    }
}
