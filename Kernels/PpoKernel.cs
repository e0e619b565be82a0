using System.Numerics;
using System.Runtime.Intrinsics;

namespace MetaRL.Kernels;

/// <summary>PPO's loss of a recurrent policy as a function of its memory's states, with both gradients.</summary>
/// <remarks>
/// L = Σ w [−min(ρ A, clip(ρ, 1 − ε, 1 + ε) A) + c₁ ½ (V − G)² / s² − c₂ H + c₃ (r̂ₐ − r)²], ρ = π(a) / π_old(a).
/// An instance has its own memory and is for one thread at a time.
/// </remarks>
/// <typeparam name="T">The numbers: float, or double to hold them against.</typeparam>
public abstract class PpoKernel<T>
    where T : unmanaged
{
    /// <summary>Numbers that <see cref="Gradient"/> writes.</summary>
    public const int Numbers = 5;

    /// <summary>Takes over the weights.</summary>
    public abstract void Read(ReadOnlySpan<T> weights);

    /// <summary>∇L by the weights and by the states.</summary>
    /// <param name="loss">Weights of the terms.</param>
    /// <param name="rows">The steps.</param>
    /// <param name="h">The memory's states, [B, H].</param>
    /// <param name="ofWeights">∇L by the weights.</param>
    /// <param name="ofStates">∇L by the states, [B, H].</param>
    /// <param name="numbers">L, and means of (V − G)² / s², of H, of ρ − 1 − log ρ and of |ρ − 1| &gt; ε.</param>
    public abstract void Gradient(
        PpoLoss loss, PpoRows<T> rows, ReadOnlySpan<T> h, Span<T> ofWeights, Span<T> ofStates, Span<T> numbers);
}

/// <summary>Makes kernels with the widest vectors of the processor.</summary>
public static class PpoKernel
{
    /// <summary>A kernel in 32 bits.</summary>
    public static PpoKernel<float> Create(PpoShape shape) =>
        Vector512.IsHardwareAccelerated ? Create<Float512, float>(shape) : Create<Float256, float>(shape);

    internal static PpoKernel<T> Create<TVector, T>(PpoShape shape)
        where TVector : struct, IVector<TVector, T>
        where T : unmanaged, IFloatingPointIeee754<T> => shape.LeastLogStd is { } least
        ? new PpoKernel<TVector, T, GaussianHead<T>>(shape, new(shape.Actions, T.CreateChecked(least)))
        : new PpoKernel<TVector, T, CategoricalHead<T>>(shape, new(shape.Actions));
}

/// <inheritdoc/>
/// <typeparam name="TVector">Vectors to compute with.</typeparam>
/// <typeparam name="T">The numbers.</typeparam>
/// <typeparam name="THead">The action distribution.</typeparam>
internal sealed class PpoKernel<TVector, T, THead>(PpoShape shape, THead head) : PpoKernel<T>
    where TVector : struct, IVector<TVector, T>
    where T : unmanaged, IFloatingPointIeee754<T>
    where THead : struct, IPolicyHead<T>
{
    private static readonly T Half = T.CreateChecked(0.5);

    private readonly Perceptron<TVector, T> _perceptron = new(shape.Perceptron);
    private readonly T[] _weights = new T[shape.Perceptron.Weights]; // or the gradient, as the perceptron has them

    private int ReadoutWeights => shape.Readout > 0 ? (shape.Hidden + shape.Observations + 1) * shape.Readout : 0;

    private int HeadWeights => ReadoutWeights + ((1 + shape.Rewards) * (shape.Features + 1));

    // Value, rewards and distribution: where their weights lie, their first output, and how many outputs they have
    private IReadOnlyList<(int From, int First, int Count)> Parts =>
    [
        (ReadoutWeights, 0, 1),
        (ReadoutWeights + shape.Features + 1, 1, shape.Rewards),
        (HeadWeights + head.Weights, 1 + shape.Rewards, shape.Actions),
    ];

    public override void Read(ReadOnlySpan<T> weights)
    {
        head.Read(weights.Slice(HeadWeights, head.Weights));
        weights[..ReadoutWeights].CopyTo(_weights);
        foreach (var (from, first, count) in Parts)
        {
            weights.Slice(from, count * shape.Features).CopyTo(Rows(first));
            weights.Slice(from + (count * shape.Features), count).CopyTo(Biases(first));
        }

        _perceptron.Weights.Read(_weights);
    }

    public override void Gradient(
        PpoLoss loss, PpoRows<T> rows, ReadOnlySpan<T> h, Span<T> ofWeights, Span<T> ofStates, Span<T> numbers)
    {
        head.ClearGradient();
        _perceptron.Gradient.Clear();
        numbers.Clear();
        var count = rows.Weights.Length;
        for (var first = 0; first < count; first += Perceptron<TVector, T>.BlockRows)
        {
            var block = Math.Min(Perceptron<TVector, T>.BlockRows, count - first);
            SetInputs(rows, h, first, block);
            _perceptron.Forward(block);
            for (var row = 0; row < block; row++)
            {
                Differentiate(loss, rows, first + row, row, numbers);
            }

            _perceptron.Backward(block);
            _perceptron.AddGradient(block);
            _perceptron.BackwardInput(block);
            for (var row = 0; row < block; row++)
            {
                _perceptron.InputGradient(row)[..shape.Hidden].CopyTo(ofStates[((first + row) * shape.Hidden)..]);
            }
        }

        Write(ofWeights);
    }

    // In the perceptron's last layer, from an output on
    private Span<T> Rows(int first) => _weights.AsSpan(ReadoutWeights + (first * shape.Features));

    private Span<T> Biases(int first) =>
        _weights.AsSpan(ReadoutWeights + (shape.Perceptron.Outputs * shape.Features) + first);

    private void SetInputs(PpoRows<T> rows, ReadOnlySpan<T> h, int first, int block)
    {
        var inputs = rows.Inputs.Length / rows.Weights.Length;
        for (var row = 0; row < block; row++)
        {
            var input = _perceptron.Input(row);
            h.Slice((first + row) * shape.Hidden, shape.Hidden).CopyTo(input);
            if (shape.Readout > 0)
            {
                rows.Inputs.AsSpan((first + row) * inputs, shape.Observations).CopyTo(input[shape.Hidden..]);
            }
        }
    }

    // δ of the outputs of one step, and what it adds to the numbers
    private void Differentiate(PpoLoss loss, PpoRows<T> rows, int step, int row, Span<T> numbers)
    {
        var y = _perceptron.Output(row);
        var delta = _perceptron.Delta(row);
        delta.Clear();
        var w = rows.Weights[step];
        if (w == T.Zero)
        {
            return;
        }

        var distribution = y[(1 + shape.Rewards)..];
        var ofDistribution = delta[(1 + shape.Rewards)..];
        var action = rows.Actions.AsSpan(step * head.Actions, head.Actions);
        var epsilon = T.CreateChecked(loss.Clip);
        var logRatio = head.LogProb(distribution, action) - rows.LogProb[step];
        var ratio = T.Exp(logRatio);
        var advantage = rows.Advantages[step];
        var (free, clipped) = (
            ratio * advantage, T.Clamp(ratio, T.One - epsilon, T.One + epsilon) * advantage);
        head.Score(clipped < free ? T.Zero : -w * free, distribution, action, ofDistribution);

        var (entropyBonus, entropy) = (T.CreateChecked(loss.EntropyBonus), head.Entropy(distribution));
        head.AddEntropyGradient(-w * entropyBonus, distribution, ofDistribution);

        var (valueWeight, error) = (T.CreateChecked(loss.ValueWeight), y[0] - rows.Returns[step]);
        var valueError = error * error / rows.Variance;
        delta[0] = w * valueWeight * error / rows.Variance;

        var total = (valueWeight * Half * valueError) - T.Min(free, clipped) - (entropyBonus * entropy);
        if (shape.Rewards > 0)
        {
            var (index, rewardWeight) = (1 + int.CreateTruncating(action[0]), T.CreateChecked(loss.RewardWeight));
            var surprise = y[index] - rows.Rewards[step];
            total += rewardWeight * surprise * surprise;
            delta[index] = w * (rewardWeight + rewardWeight) * surprise;
        }

        numbers[0] += w * total;
        numbers[1] += w * valueError;
        numbers[2] += w * entropy;
        numbers[3] += w * (ratio - T.One - logRatio);
        numbers[4] += T.Abs(ratio - T.One) > epsilon ? w : T.Zero;
    }

    private void Write(Span<T> gradient)
    {
        head.WriteGradient(gradient.Slice(HeadWeights, head.Weights));
        _perceptron.Gradient.Write(_weights);
        _weights.AsSpan(0, ReadoutWeights).CopyTo(gradient);
        foreach (var (from, first, count) in Parts)
        {
            Rows(first)[..(count * shape.Features)].CopyTo(gradient[from..]);
            Biases(first)[..count].CopyTo(gradient[(from + (count * shape.Features))..]);
        }
    }
}
