using MetaRL.Kernels;
using static TorchSharp.torch;

namespace MetaRL.Agents.Policies;

/// <summary>A perceptron with constant weights in a fused kernel: of 32-bit floats on a CPU.</summary>
internal sealed class FusedOutputs
{
    private readonly PerceptronOutputs<float> _kernel;
    private readonly int _tasks;
    private readonly int _outputs;

    /// <param name="shape">The perceptron.</param>
    /// <param name="flat">θ [P] or φ [N, P], whose last weights are its own.</param>
    public FusedOutputs(PerceptronShape shape, Tensor flat)
    {
        (_tasks, _outputs) = (flat.dim() == 1 ? 1 : (int)flat.size(0), shape.Outputs);
        var (weights, stride) = (Floats.Of(flat), (int)flat.size(-1));
        _kernel = PerceptronOutputs.Create(shape, weights.AsSpan(stride - shape.Weights), stride);
    }

    /// <summary>How many outputs.</summary>
    public int Outputs => _outputs;

    /// <summary>The kernel of a policy whose last weights are the perceptron's; null where it has none.</summary>
    /// <param name="kernels">Those of the policy.</param>
    /// <param name="weights">θ [P] or φ [N, P].</param>
    public static FusedOutputs? Of(PolicyKernels? kernels, Params weights) =>
        kernels is not null && !weights.Flat.requires_grad && Floats.Are(weights.Flat)
            ? new FusedOutputs(kernels.Shape.Perceptron, weights.Flat)
            : null;

    /// <summary>Outputs for observations, by the kernel where they are those of one step.</summary>
    /// <param name="fused">The kernel, or null.</param>
    /// <param name="mlp">The same perceptron.</param>
    /// <param name="weights">Its weights.</param>
    /// <param name="observation">[N, E, O] or [T, N, E, O].</param>
    public static Tensor Forward(FusedOutputs? fused, Mlp mlp, IReadOnlyList<Tensor> weights, Tensor observation) =>
        fused is not null && observation.dim() == 3 && Floats.Are(observation)
            ? fused.Forward(observation)
            : mlp.ForwardBatch(weights, observation);

    /// <summary>Outputs of neighbouring lanes; lane n E + e is environment e of task n.</summary>
    /// <param name="first">The first of them.</param>
    /// <param name="envs">E.</param>
    /// <param name="observations">[lanes, O].</param>
    /// <param name="outputs">[lanes, out].</param>
    public void Forward(int first, int envs, ReadOnlySpan<float> observations, Span<float> outputs)
    {
        var (lanes, size) = (outputs.Length / _outputs, observations.Length * _outputs / outputs.Length);
        for (int lane = 0, count; lane < lanes; lane += count)
        {
            count = _tasks == 1 ? lanes : Math.Min(envs - ((first + lane) % envs), lanes - lane);
            _kernel.Forward(
                _tasks == 1 ? 0 : (first + lane) / envs, observations.Slice(lane * size, count * size),
                outputs.Slice(lane * _outputs, count * _outputs));
        }
    }

    // [N, E, O] → [N, E, out]
    private Tensor Forward(Tensor observation)
    {
        var outputs = empty([observation.size(0), observation.size(1), _outputs]);
        var x = Floats.Of(observation);
        var y = Floats.In(outputs);
        var (sizeX, sizeY) = (x.Length / _tasks, y.Length / _tasks);
        for (var task = 0; task < _tasks; task++)
        {
            _kernel.Forward(task, x.AsSpan(task * sizeX, sizeX), y.Slice(task * sizeY, sizeY));
        }

        return outputs;
    }
}
