using MetaRL.Environments.Tasks;
using MetaRL.Kernels;
using static TorchSharp.torch;

namespace MetaRL.Agents.Policies;

/// <summary>Nonlinearity between layers.</summary>
public enum Activation
{
    Tanh,
    Relu,
}

/// <summary>
/// Multi-layer perceptron as a function of its weights: hₗ = f(Wₗ hₗ₋₁ + bₗ), no nonlinearity after the last layer.
/// </summary>
public sealed class Mlp(
    int inputs, IReadOnlyList<int> hidden, int outputs, Activation activation, Initialization? initialization = null)
{
    private readonly int[] _sizes = [inputs, .. hidden, outputs];

    /// <summary>layer1.weight [out, in], layer1.bias [out], layer2.weight, ...</summary>
    public IReadOnlyList<Weight> Weights { get; } =
    [
        .. new[] { inputs }.Concat(hidden).Zip(hidden.Append(outputs)).SelectMany((sizes, layer) => new Weight[]
        {
            new($"layer{layer + 1}.weight", [sizes.Second, sizes.First]),
            new($"layer{layer + 1}.bias", [sizes.Second]),
        }),
    ];

    /// <summary>The same as kernels know it.</summary>
    public static PerceptronShape Shape(
        int inputs, IReadOnlyList<int> hidden, int outputs, Activation activation) => new(
        inputs, hidden, outputs, activation == Activation.Tanh ? Nonlinearity.Tanh : Nonlinearity.Relu);

    /// <summary>
    /// Weights in the order of <see cref="Weights"/>, by default as <see cref="WeightScheme.Xavier"/> has them.
    /// </summary>
    public IReadOnlyList<Tensor> Initialize(RngKey key, Device device, ScalarType dtype)
    {
        var weights = new List<Tensor>();
        for (var layer = 1; layer < _sizes.Length; layer++)
        {
            var (fanIn, fanOut) = (_sizes[layer - 1], _sizes[layer]);
            weights.Add((initialization ?? Initialization.Default).Draw(
                key.At(layer), fanOut, fanIn, isOutput: layer == _sizes.Length - 1, device, dtype));
            weights.Add(zeros(fanOut, dtype, device));
        }

        return weights;
    }

    /// <summary>
    /// Outputs for inputs [B, in] with shared weights, or [N, B, in] with one set of weights per task.
    /// </summary>
    public Tensor Forward(IReadOnlyList<Tensor> weights, Tensor input)
    {
        var h = input;
        for (var layer = 0; layer < weights.Count; layer += 2)
        {
            var (w, b) = (weights[layer], weights[layer + 1]);
            h = w.dim() == 3 ? h.bmm(w.transpose(1, 2)) + b.unsqueeze(1) : h.matmul(w.t()) + b;
            if (layer + 2 < weights.Count)
            {
                h = Activate(h);
            }
        }

        return h;
    }

    /// <summary>Outputs from what the first layer adds up to, W₁x + b₁ [..., hidden], with shared weights.</summary>
    public Tensor ForwardAfterFirst(IReadOnlyList<Tensor> weights, Tensor first) =>
        Forward([.. weights.Skip(2)], Activate(first));

    private Tensor Activate(Tensor h) => activation == Activation.Tanh ? h.tanh() : h.relu();

    /// <summary>Outputs for observations with their axes in the project's order.</summary>
    /// <param name="weights">θ or φ, in the order of <see cref="Weights"/>.</param>
    /// <param name="observation">[N, E, O] or [T, N, E, O].</param>
    /// <returns>[N, E, out] or [T, N, E, out].</returns>
    public Tensor ForwardBatch(IReadOnlyList<Tensor> weights, Tensor observation)
    {
        if (weights[0].dim() == 2 || observation.dim() == 3)
        {
            return Forward(weights, observation);
        }

        var (steps, tasks, envs) = (observation.size(0), observation.size(1), observation.size(2));
        var lanes = observation.transpose(0, 1).reshape(tasks, steps * envs, -1);
        return Forward(weights, lanes).view(tasks, steps, envs, -1).transpose(0, 1);
    }
}
