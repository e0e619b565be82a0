using System.Numerics;
using System.Runtime.Intrinsics;

namespace MetaRL.Kernels;

/// <summary>Layers of gated recurrent units through whole sequences, and back through time.</summary>
/// <remarks>
/// Of each layer, in the order r, z, n of its gates (Cho et al. 2014, in the variant that PyTorch documents):
/// a = Wᵢ x + bᵢ, g = Wₕ h + bₕ, r = σ(aᵣ + gᵣ), z = σ(a_z + g_z), n = tanh(aₙ + r gₙ), h′ = (1 − z) n + z h.
/// The weights of a layer are Wᵢ [3H, I], bᵢ [3H], Wₕ [3H, H] and bₕ [3H], one layer after another. An instance has its
/// own memory and is for one thread at a time.
/// </remarks>
/// <typeparam name="T">The numbers: float, or double to hold them against.</typeparam>
public abstract class GruKernel<T>
    where T : unmanaged
{
    /// <summary>Takes over the weights.</summary>
    public abstract void Read(ReadOnlySpan<T> weights);

    /// <summary>Runs through a sequence.</summary>
    /// <param name="steps">T.</param>
    /// <param name="lanes">B.</param>
    /// <param name="inputs">x, [T, B, I].</param>
    /// <param name="state">h of every layer before the first step, [L, B, H].</param>
    /// <param name="outputs">The last layer's h after every step, [T, B, H].</param>
    /// <param name="last">Every layer's h after the last step, [L, B, H].</param>
    public abstract void Forward(
        int steps, int lanes, ReadOnlySpan<T> inputs, ReadOnlySpan<T> state, Span<T> outputs, Span<T> last);

    /// <summary>
    /// The gradient by the weights of a loss of the outputs of the last <see cref="Forward"/>; the first state and the
    /// inputs are constants.
    /// </summary>
    /// <param name="inputs">Those of <see cref="Forward"/>.</param>
    /// <param name="outputs">The gradient by the outputs, [T, B, H].</param>
    /// <param name="gradient">The result.</param>
    public abstract void Backward(ReadOnlySpan<T> inputs, ReadOnlySpan<T> outputs, Span<T> gradient);
}

/// <summary>Makes kernels with the widest vectors of the processor.</summary>
public static class GruKernel
{
    /// <summary>A kernel in 32 bits.</summary>
    /// <param name="inputs">I.</param>
    /// <param name="hidden">H.</param>
    /// <param name="layers">L.</param>
    public static GruKernel<float> Create(int inputs, int hidden, int layers) => Vector512.IsHardwareAccelerated
        ? new GruKernel<Float512, float>(inputs, hidden, layers)
        : new GruKernel<Float256, float>(inputs, hidden, layers);
}

/// <inheritdoc/>
/// <typeparam name="TVector">Vectors to compute with.</typeparam>
/// <typeparam name="T">The numbers.</typeparam>
internal sealed class GruKernel<TVector, T>(int inputs, int hidden, int layers) : GruKernel<T>
    where TVector : struct, IVector<TVector, T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly GruLayer<TVector, T>[] _layers = [.. Enumerable.Range(0, layers)
        .Select(layer => new GruLayer<TVector, T>(layer == 0 ? inputs : hidden, hidden))];

    private T[] _between = []; // h of a layer as input of the next one, or the gradient by it

    public override void Read(ReadOnlySpan<T> weights)
    {
        foreach (var layer in _layers)
        {
            layer.Read(weights);
            weights = weights[layer.Weights..];
        }
    }

    public override void Forward(
        int steps, int lanes, ReadOnlySpan<T> inputs, ReadOnlySpan<T> state, Span<T> outputs, Span<T> last)
    {
        var size = lanes * hidden;
        for (var layer = 0; layer < layers; layer++)
        {
            var own = state.Slice(layer * size, size);
            _layers[layer].Forward(steps, lanes, layer == 0 ? inputs : _between, own, last.Slice(layer * size, size));
            Array.Resize(ref _between, steps * size);
            _layers[layer].CopyOutputs(_between);
        }

        _between.CopyTo(outputs);
    }

    public override void Backward(ReadOnlySpan<T> inputs, ReadOnlySpan<T> outputs, Span<T> gradient)
    {
        outputs.CopyTo(_between);
        var end = gradient.Length;
        for (var layer = layers - 1; layer >= 0; layer--)
        {
            var own = _layers[layer];
            var below = new T[layer == 0 ? 0 : _between.Length];
            if (layer > 0)
            {
                _layers[layer - 1].CopyOutputs(below);
            }

            own.Backward(layer == 0 ? inputs : below, _between, gradient[(end - own.Weights)..end]);
            end -= own.Weights;
            if (layer > 0)
            {
                own.InputGradient(_between);
            }
        }
    }
}
