using MetaRL.Kernels;
using static TorchSharp.torch;

namespace MetaRL.Agents.Policies;

/// <summary>
/// A <see cref="Gru"/> with constant weights in a fused kernel, which belongs to it until it is disposed: of 32-bit
/// floats on a CPU.
/// </summary>
public sealed class FusedGru : IRecurrence
{
    private readonly KernelPool<GruKernel<float>> _kernels;
    private readonly GruKernel<float> _kernel;
    private float[] _inputs = [];

    /// <param name="gru">The architecture.</param>
    /// <param name="weights">Of the GRU alone, [P].</param>
    public FusedGru(Gru gru, Tensor weights)
    {
        (Hidden, Layers, Weights) = (gru.Hidden, gru.Layers, (int)weights.numel());
        (_kernels, _kernel) = (gru.Kernels, gru.Kernels.Take());
        _kernel.Read(Floats.Of(weights));
    }

    /// <summary>H.</summary>
    public int Hidden { get; }

    /// <summary>L.</summary>
    public int Layers { get; }

    /// <summary>P.</summary>
    public int Weights { get; }

    public (Tensor Outputs, IReadOnlyList<Tensor> State) Run(Tensor sequence, IReadOnlyList<Tensor> state)
    {
        var (outputs, last) = Run(sequence, state[0]);
        return (outputs, [last]);
    }

    /// <summary>From the beginning of trials.</summary>
    /// <param name="sequence">x, [T, B, I].</param>
    /// <returns>The last layer's h after every step, [T, B, H].</returns>
    public Tensor Run(Tensor sequence) => Run(sequence, zeros([Layers, sequence.size(1), Hidden])).Outputs;

    private (Tensor Outputs, Tensor State) Run(Tensor sequence, Tensor state)
    {
        var (steps, lanes) = ((int)sequence.size(0), (int)sequence.size(1));
        var (outputs, last) = (empty([steps, lanes, Hidden]), empty(state.shape));
        _inputs = Floats.Of(sequence);
        _kernel.Forward(steps, lanes, _inputs, Floats.Of(state), Floats.In(outputs), Floats.In(last));
        return (outputs, last);
    }

    /// <summary>One step of some lanes.</summary>
    /// <param name="lanes">B.</param>
    /// <param name="inputs">[B, I].</param>
    /// <param name="state">h of every layer before it, [L, B, H].</param>
    /// <param name="outputs">The last layer's h after it, [B, H].</param>
    /// <param name="next">Every layer's, [L, B, H].</param>
    public void Step(
        int lanes, ReadOnlySpan<float> inputs, ReadOnlySpan<float> state, Span<float> outputs, Span<float> next) =>
        _kernel.Forward(1, lanes, inputs, state, outputs, next);

    /// <summary>The gradient by the weights of a loss of the outputs of the last run.</summary>
    /// <param name="outputs">The gradient by these outputs, [T, B, H].</param>
    /// <param name="gradient">The result, [P].</param>
    public void Backward(Tensor outputs, Span<float> gradient) =>
        _kernel.Backward(_inputs, Floats.Of(outputs), gradient);

    public void Dispose() => _kernels.GiveBack(_kernel);
}
