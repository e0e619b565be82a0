using MetaRL.Environments.Tasks;
using MetaRL.Kernels;
using static TorchSharp.torch;

namespace MetaRL.Agents.Policies;

/// <summary>
/// A normal distribution whose mean is a perceptron of the observation and whose standard deviation is learned but
/// constant.
/// </summary>
/// <param name="observations">O.</param>
/// <param name="actions">A.</param>
/// <param name="hidden">Sizes of the hidden layers.</param>
/// <param name="activation">Nonlinearity between them.</param>
/// <param name="initialStd">Standard deviation before learning, in units of the action.</param>
/// <param name="initialization">First weights.</param>
/// <param name="usesKernels">Whether it has fused kernels.</param>
public sealed class GaussianPolicy(
    int observations, int actions, IReadOnlyList<int> hidden, Activation activation, double initialStd = 1.0,
    Initialization? initialization = null, bool usesKernels = true) : IPolicy
{
    private readonly Mlp _mean = new(observations, hidden, actions, activation, initialization);

    public ParamLayout Layout { get; } =
        new([new Weight("log_std", [actions]), .. new Mlp(observations, hidden, actions, activation).Weights]);

    public PolicyKernels? Kernels { get; } = PolicyKernels.Of(
        new(Mlp.Shape(observations, hidden, actions, activation), Gaussian.MinLogStd), usesKernels);

    public string? KernelObstacle { get; } = PolicyKernels.Obstacle(
        new(Mlp.Shape(observations, hidden, actions, activation), Gaussian.MinLogStd), usesKernels);

    public Params Initialize(RngKey key, Device device, ScalarType dtype = ScalarType.Float32)
    {
        using var scope = NewDisposeScope();
        var logStd = full(actions, Math.Log(initialStd), dtype, device);
        var weights = _mean.Initialize(key, device, dtype).Prepend(logStd).Select(weight => weight.flatten());
        return new Params(Layout, cat([.. weights]).MoveToOuterDisposeScope());
    }

    public IActor With(Params weights)
    {
        var parts = Layout.Split(weights.Flat);
        var logStd = parts[0].clamp_min(Gaussian.MinLogStd);
        return new Actor(
            _mean, [.. parts.Skip(1)], logStd.dim() == 2 ? logStd.unsqueeze(1) : logStd, actions,
            FusedOutputs.Of(Kernels, weights));
    }

    public IActionDistribution Distribution(Tensor parameters) =>
        new Gaussian(parameters.narrow(-1, 0, actions), parameters.narrow(-1, actions, actions));

    public Tensor Noise(RngKey key, ReadOnlySpan<long> lead, Device device, ScalarType dtype) =>
        key.Normal([.. lead, actions], device, dtype);

    private sealed class Actor(
        Mlp mean, IReadOnlyList<Tensor> weights, Tensor logStd, int actions, FusedOutputs? fused) : IActor
    {
        public IActionDistribution Act(Tensor observation) =>
            new Gaussian(FusedOutputs.Forward(fused, mean, weights, observation), logStd);

        public ILaneActor? Lanes => fused is null ? null : new LaneActor(fused, Floats.Of(logStd.exp()), actions);
    }

    // As Gaussian.Sample does.
    private sealed class LaneActor(FusedOutputs mean, float[] std, int size) : ILaneActor
    {
        private (int First, int Envs) _at;

        public void Begin(int first, int lanes, int envs) => _at = (first, envs);

        public void Act(ReadOnlySpan<float> observations, ReadOnlySpan<float> noise, Span<float> actions)
        {
            mean.Forward(_at.First, _at.Envs, observations, actions);
            for (int lane = 0, at = 0; at < actions.Length; lane++)
            {
                var own = std.AsSpan(std.Length == size ? 0 : (_at.First + lane) / _at.Envs * size, size);
                for (var k = 0; k < size; k++, at++)
                {
                    actions[at] += own[k] * noise[at];
                }
            }
        }
    }
}
