using MetaRL.Environments.Tasks;
using MetaRL.Kernels;
using static TorchSharp.torch;

namespace MetaRL.Agents.Policies;

/// <summary>Layers of gated recurrent units as a function of their weights.</summary>
/// <remarks>
/// Cho et al. 2014, equations 5 to 8, in the variant that PyTorch documents for its GRU:
/// r = σ(Wᵢᵣ x + bᵢᵣ + Wₕᵣ h + bₕᵣ), z = σ(W_iz x + b_iz + W_hz h + b_hz), n = tanh(Wᵢₙ x + bᵢₙ + r ⊙ (Wₕₙ h + bₕₙ)),
/// h′ = (1 − z) ⊙ n + z ⊙ h. The gates lie in the order r, z, n; a layer's input is the state of the layer below.
/// Differs from the paper: the reset gate acts on Wₕₙ h + bₕₙ instead of on h, so that one product serves all three
/// gates; there are biases.
/// </remarks>
/// <param name="inputs">I.</param>
/// <param name="hidden">H, units in each layer.</param>
/// <param name="layers">L.</param>
/// <param name="memorySpan">
/// Steps T that its first weights remember for; 0: as long as biases of 0 do, a step or two.
/// </param>
public sealed class Gru(int inputs, int hidden, int layers, int memorySpan = 0) : ISequenceModel
{
    private const int WeightsPerLayer = 4;

    /// <summary>
    /// gru1.input.weight [3H, I], gru1.input.bias [3H], gru1.hidden.weight [3H, H], gru1.hidden.bias [3H],
    /// gru2.input.weight, ...
    /// </summary>
    public IReadOnlyList<Weight> Weights { get; } =
    [
        .. Enumerable.Range(1, layers).SelectMany(layer => new Weight[]
        {
            new($"gru{layer}.input.weight", [3 * hidden, layer == 1 ? inputs : hidden]),
            new($"gru{layer}.input.bias", [3 * hidden]),
            new($"gru{layer}.hidden.weight", [3 * hidden, hidden]),
            new($"gru{layer}.hidden.bias", [3 * hidden]),
        }),
    ];

    /// <summary>Kernels that compute with it on a CPU in 32 bits.</summary>
    public KernelPool<GruKernel<float>> Kernels { get; } = new(() => GruKernel.Create(inputs, hidden, layers));

    /// <summary>H.</summary>
    public int Hidden => hidden;

    /// <summary>L.</summary>
    public int Layers => layers;

    /// <summary>
    /// Weights in the order of <see cref="Weights"/>: Glorot and Bengio's 2010 uniform initialisation of each gate,
    /// biases 0; with a memory span T, z's biases are log u with u ~ U[1, T − 1], so that a unit forgets in about u
    /// steps (Tallec and Ollivier 2018).
    /// </summary>
    public IReadOnlyList<Tensor> Initialize(RngKey key, Device device, ScalarType dtype) =>
    [
        .. Weights.Select((weight, index) =>
        {
            if (memorySpan > 0 && weight.Name.EndsWith("hidden.bias", StringComparison.Ordinal))
            {
                var z = key.At(index).Uniform([hidden], device, dtype).mul(memorySpan - 2).add(1).log();
                return cat([zeros_like(z), z, zeros_like(z)]);
            }

            var bound = weight.Shape is [_, var fanIn] ? Math.Sqrt(6.0 / (fanIn + hidden)) : 0;
            return key.At(index).Uniform([.. weight.Shape], device, dtype).mul(2 * bound).sub(bound);
        }),
    ];

    /// <inheritdoc/>
    /// <returns>h of every layer, [L, lanes, H].</returns>
    public IReadOnlyList<Tensor> Start(ReadOnlySpan<long> lanes, Device device, ScalarType dtype) =>
        [zeros([layers, .. lanes, hidden], dtype, device)];

    /// <summary>Runs through a sequence; a single step is one of length 1.</summary>
    /// <param name="weights">In the order of <see cref="Weights"/>.</param>
    /// <param name="sequence">x, [T, B, I].</param>
    /// <param name="state">h of every layer before the first step, [L, B, H].</param>
    /// <returns>
    /// The last layer's state after every step, [T, B, H]; every layer's after the last step, [L, B, H].
    /// </returns>
    public (Tensor Outputs, Tensor State) Run(IReadOnlyList<Tensor> weights, Tensor sequence, Tensor state)
    {
        var below = sequence;
        var last = new List<Tensor>();
        foreach (var (h, own) in state.unbind(0).Zip(weights.Chunk(WeightsPerLayer)))
        {
            var states = Layer(own, below, h);
            last.Add(states[^1]);
            below = stack(states);
        }

        return (below, stack(last));
    }

    public IRecurrence With(IReadOnlyList<Tensor> weights) => new Placed(this, weights);

    // The inputs' share of the gates needs no state: one product for all steps.
    private Tensor[] Layer(Tensor[] weights, Tensor sequence, Tensor state)
    {
        var (steps, lanes) = (sequence.size(0), sequence.size(1));
        var fromInput = weights[1]
            .addmm(sequence.reshape(steps * lanes, -1), weights[0].t()).view(steps, lanes, -1).unbind(0);
        var recurrent = weights[2].t();
        var states = new Tensor[steps];
        var h = state;
        for (var t = 0; t < steps; t++)
        {
            h = states[t] = Step(fromInput[t], weights[3].addmm(h, recurrent), h);
        }

        return states;
    }

    // x = Wᵢ x + bᵢ and g = Wₕ h + bₕ, [B, 3H]
    private Tensor Step(Tensor x, Tensor g, Tensor h)
    {
        var (ofX, ofG) = (x.split([2 * hidden, hidden], -1), g.split([2 * hidden, hidden], -1));
        var gates = (ofX[0] + ofG[0]).sigmoid().chunk(2, -1);
        var n = (ofX[1] + (gates[0] * ofG[1])).tanh();
        return n.lerp(h, gates[1]);
    }

    private sealed class Placed(Gru gru, IReadOnlyList<Tensor> weights) : IRecurrence
    {
        public (Tensor Outputs, IReadOnlyList<Tensor> State) Run(Tensor sequence, IReadOnlyList<Tensor> state)
        {
            var (outputs, last) = gru.Run(weights, sequence, state[0]);
            return (outputs, [last]);
        }

        public void Dispose()
        {
        }
    }
}
