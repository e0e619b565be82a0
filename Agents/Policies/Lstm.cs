using MetaRL.Environments.Tasks;
using static TorchSharp.torch;

namespace MetaRL.Agents.Policies;

/// <summary>Layers of long short-term memory as a function of their weights.</summary>
/// <remarks>
/// Hochreiter and Schmidhuber 1997 with the forget gate of Gers et al. 2000, in the form that PyTorch documents for its
/// LSTM: (i, f, g, o) = Wᵢ x + bᵢ + Wₕ h + bₕ, c′ = σ(f) ⊙ c + σ(i) ⊙ tanh g, h′ = σ(o) ⊙ tanh c′. A layer's input is
/// the h of the layer below.
/// </remarks>
/// <param name="inputs">I.</param>
/// <param name="hidden">H, units in each layer.</param>
/// <param name="layers">L.</param>
/// <param name="memorySpan">
/// Steps T that its first weights remember for; 0: forget biases are 1 (Jozefowicz et al. 2015).
/// </param>
public sealed class Lstm(int inputs, int hidden, int layers, int memorySpan = 0) : ISequenceModel
{
    private const int WeightsPerLayer = 4;

    /// <summary>
    /// lstm1.input.weight [4H, I], lstm1.input.bias [4H], lstm1.hidden.weight [4H, H], lstm1.hidden.bias [4H],
    /// lstm2.input.weight, ...
    /// </summary>
    public IReadOnlyList<Weight> Weights { get; } =
    [
        .. Enumerable.Range(1, layers).SelectMany(layer => new Weight[]
        {
            new($"lstm{layer}.input.weight", [4 * hidden, layer == 1 ? inputs : hidden]),
            new($"lstm{layer}.input.bias", [4 * hidden]),
            new($"lstm{layer}.hidden.weight", [4 * hidden, hidden]),
            new($"lstm{layer}.hidden.bias", [4 * hidden]),
        }),
    ];

    public int Hidden => hidden;

    /// <summary>
    /// Glorot and Bengio's 2010 uniform initialisation of each gate, biases 0 but for the forget gate's, which is 1;
    /// with a memory span T it is log u, and the input gate's −log u, with u ~ U[1, T − 1] (Tallec and Ollivier 2018,
    /// equation 16).
    /// </summary>
    public IReadOnlyList<Tensor> Initialize(RngKey key, Device device, ScalarType dtype) =>
    [
        .. Weights.Select((weight, index) =>
        {
            if (weight.Shape is [_, var fanIn])
            {
                var bound = Math.Sqrt(6.0 / (fanIn + hidden));
                return key.At(index).Uniform([.. weight.Shape], device, dtype).mul(2 * bound).sub(bound);
            }

            var rest = zeros(hidden, dtype, device);
            if (!weight.Name.EndsWith("hidden.bias", StringComparison.Ordinal))
            {
                return zeros(4 * hidden, dtype, device);
            }

            if (memorySpan == 0)
            {
                return cat([rest, ones_like(rest), rest, rest]);
            }

            var f = key.At(index).Uniform([hidden], device, dtype).mul(memorySpan - 2).add(1).log();
            return cat([-f, f, rest, rest]);
        }),
    ];

    /// <inheritdoc/>
    /// <returns>h and c of every layer, each [L, lanes, H].</returns>
    public IReadOnlyList<Tensor> Start(ReadOnlySpan<long> lanes, Device device, ScalarType dtype) =>
    [
        zeros([layers, .. lanes, hidden], dtype, device), zeros([layers, .. lanes, hidden], dtype, device),
    ];

    public IRecurrence With(IReadOnlyList<Tensor> weights) => new Placed(weights);

    private sealed class Placed(IReadOnlyList<Tensor> weights) : IRecurrence
    {
        public (Tensor Outputs, IReadOnlyList<Tensor> State) Run(Tensor sequence, IReadOnlyList<Tensor> state)
        {
            var below = sequence;
            var (h, c) = (new List<Tensor>(), new List<Tensor>());
            foreach (var ((first, cell), own) in state[0].unbind(0).Zip(state[1].unbind(0))
                .Zip(weights.Chunk(WeightsPerLayer)))
            {
                (below, var last) = Layer(own, below, first, cell);
                h.Add(below[-1]);
                c.Add(last);
            }

            return (below, [stack(h), stack(c)]);
        }

        // The inputs' share of the gates needs no state: one product for all steps.
        private static (Tensor States, Tensor Cell) Layer(Tensor[] weights, Tensor sequence, Tensor h, Tensor c)
        {
            var (steps, lanes) = (sequence.size(0), sequence.size(1));
            var fromInput = (weights[1] + weights[3])
                .addmm(sequence.reshape(steps * lanes, -1), weights[0].t()).view(steps, lanes, -1).unbind(0);
            var recurrent = weights[2].t();
            var states = new Tensor[steps];
            for (var t = 0; t < steps; t++)
            {
                var gates = fromInput[t].addmm(h, recurrent).chunk(4, -1);
                c = (gates[1].sigmoid() * c) + (gates[0].sigmoid() * gates[2].tanh());
                h = states[t] = gates[3].sigmoid() * c.tanh();
            }

            return (stack(states), c);
        }

        public void Dispose()
        {
        }
    }
}
