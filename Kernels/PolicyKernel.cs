using System.Numerics;
using System.Runtime.Intrinsics;

namespace MetaRL.Kernels;

/// <summary>
/// Losses of a policy on the rows of one task with their derivatives, computed block by block without a graph.
/// </summary>
/// <remarks>
/// Everything belongs to weights φ [P] that lie as <see cref="PolicyShape"/> has them, and results are overwritten. An
/// instance has its own memory and is for one thread at a time.
/// </remarks>
/// <typeparam name="T">The numbers: float, or double to hold them against.</typeparam>
public abstract class PolicyKernel<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>L = −Σ w A log π_φ(a), and ∇L [P].</summary>
    public abstract T ScoreGradient(ReadOnlySpan<T> phi, TaskRows<T> rows, Span<T> gradient);

    /// <summary>∇²L v [P] for L = −Σ w A log π_φ(a).</summary>
    public abstract void HessianProduct(
        ReadOnlySpan<T> phi, TaskRows<T> rows, ReadOnlySpan<T> v, Span<T> product);

    /// <summary>
    /// Σ w Jᵀ M J v [P], with J the derivative of the distribution's parameters and M their Fisher information.
    /// </summary>
    public abstract void FisherProduct(ReadOnlySpan<T> phi, TaskRows<T> rows, ReadOnlySpan<T> v, Span<T> product);

    /// <summary>Σ w H(π_φ).</summary>
    public abstract T Entropy(ReadOnlySpan<T> phi, TaskRows<T> rows);

    /// <summary>Σ w H(π_φ), and its gradient [P].</summary>
    public abstract T EntropyGradient(ReadOnlySpan<T> phi, TaskRows<T> rows, Span<T> gradient);

    /// <summary>What π_φ does in the rows.</summary>
    public abstract OldRows<T> Remember(ReadOnlySpan<T> phi, TaskRows<T> rows);

    /// <summary>−Σ w ρ A with ρ = π_φ(a) / π_old(a), and Σ w KL(π_φ ‖ π_old).</summary>
    public abstract (T Loss, T Kl) Surrogate(ReadOnlySpan<T> phi, TaskRows<T> rows, OldRows<T> old);

    /// <summary>L = −Σ w min(ρ A, clip(ρ, 1 − ε, 1 + ε) A), and ∇L [P].</summary>
    /// <param name="phi">φ.</param>
    /// <param name="rows">The rows.</param>
    /// <param name="old">π_old.</param>
    /// <param name="epsilon">ε; infinite for no bound.</param>
    /// <param name="gradient">The result.</param>
    public abstract T SurrogateGradient(
        ReadOnlySpan<T> phi, TaskRows<T> rows, OldRows<T> old, T epsilon, Span<T> gradient);
}

/// <summary>Makes kernels with the widest vectors of the processor.</summary>
public static class PolicyKernel
{
    /// <summary>What runs: <c>AVX-512</c>, <c>AVX2</c>, or <c>portable</c> where .NET has neither.</summary>
    public static string Instructions =>
        Vector512.IsHardwareAccelerated ? "AVX-512" : Vector256.IsHardwareAccelerated ? "AVX2" : "portable";

    /// <summary>A kernel in 32 bits.</summary>
    public static PolicyKernel<float> Create(PolicyShape shape) =>
        Vector512.IsHardwareAccelerated ? Create<Float512, float>(shape) : Create<Float256, float>(shape);

    internal static PolicyKernel<T> Create<TVector, T>(PolicyShape shape)
        where TVector : struct, IVector<TVector, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var outputs = shape.Perceptron.Outputs;
        return shape.LeastLogStd is { } least
            ? new PolicyKernel<TVector, T, GaussianHead<T>>(shape.Perceptron, new(outputs, T.CreateChecked(least)))
            : new PolicyKernel<TVector, T, CategoricalHead<T>>(shape.Perceptron, new(outputs));
    }
}

/// <inheritdoc/>
/// <typeparam name="TVector">Vectors to compute with.</typeparam>
/// <typeparam name="T">The numbers.</typeparam>
/// <typeparam name="THead">The action distribution.</typeparam>
internal sealed class PolicyKernel<TVector, T, THead>(PerceptronShape shape, THead head) : PolicyKernel<T>
    where TVector : struct, IVector<TVector, T>
    where T : unmanaged, IFloatingPointIeee754<T>
    where THead : struct, IPolicyHead<T>
{
    private readonly Perceptron<TVector, T> _perceptron = new(shape);

    public override T ScoreGradient(ReadOnlySpan<T> phi, TaskRows<T> rows, Span<T> gradient)
    {
        Read(phi);
        Clear();
        var loss = T.Zero;
        foreach (var block in new Blocks(rows.Count))
        {
            Forward(rows, block);
            for (var row = 0; row < block.Rows; row++)
            {
                var y = _perceptron.Output(row);
                var action = Action(rows, block, row);
                var c = -Coefficient(rows, block, row);
                loss += c * head.LogProb(y, action);
                head.Score(c, y, action, _perceptron.Delta(row));
            }

            _perceptron.Backward(block.Rows);
            _perceptron.AddGradient(block.Rows);
        }

        Write(gradient);
        return loss;
    }

    public override void HessianProduct(
        ReadOnlySpan<T> phi, TaskRows<T> rows, ReadOnlySpan<T> v, Span<T> product)
    {
        Read(phi);
        ReadDirection(v);
        Clear();
        foreach (var block in new Blocks(rows.Count))
        {
            Forward(rows, block);
            _perceptron.ForwardTangent(block.Rows);
            for (var row = 0; row < block.Rows; row++)
            {
                var y = _perceptron.Output(row);
                var action = Action(rows, block, row);
                var c = -Coefficient(rows, block, row);
                var ry = _perceptron.OutputTangent(row);
                head.ScoreTangent(c, y, action, ry, _perceptron.Delta(row), _perceptron.DeltaTangent(row));
            }

            _perceptron.Backward(block.Rows);
            _perceptron.BackwardTangent(block.Rows);
            _perceptron.AddGradientTangent(block.Rows);
        }

        Write(product);
    }

    public override void FisherProduct(ReadOnlySpan<T> phi, TaskRows<T> rows, ReadOnlySpan<T> v, Span<T> product)
    {
        Read(phi);
        ReadDirection(v);
        Clear();
        foreach (var block in new Blocks(rows.Count))
        {
            Forward(rows, block);
            _perceptron.ForwardTangent(block.Rows);
            for (var row = 0; row < block.Rows; row++)
            {
                head.FisherProduct(
                    rows.Weights[block.First + row], _perceptron.Output(row), _perceptron.OutputTangent(row),
                    _perceptron.Delta(row));
            }

            _perceptron.Backward(block.Rows);
            _perceptron.AddGradient(block.Rows);
        }

        Write(product);
    }

    public override T Entropy(ReadOnlySpan<T> phi, TaskRows<T> rows)
    {
        Read(phi);
        var entropy = T.Zero;
        foreach (var block in new Blocks(rows.Count))
        {
            Forward(rows, block);
            for (var row = 0; row < block.Rows; row++)
            {
                entropy += rows.Weights[block.First + row] * head.Entropy(_perceptron.Output(row));
            }
        }

        return entropy;
    }

    public override T EntropyGradient(ReadOnlySpan<T> phi, TaskRows<T> rows, Span<T> gradient)
    {
        Read(phi);
        Clear();
        var entropy = T.Zero;
        foreach (var block in new Blocks(rows.Count))
        {
            Forward(rows, block);
            for (var row = 0; row < block.Rows; row++)
            {
                var y = _perceptron.Output(row);
                var w = rows.Weights[block.First + row];
                entropy += w * head.Entropy(y);
                _perceptron.Delta(row).Clear();
                head.AddEntropyGradient(w, y, _perceptron.Delta(row));
            }

            _perceptron.Backward(block.Rows);
            _perceptron.AddGradient(block.Rows);
        }

        Write(gradient);
        return entropy;
    }

    public override OldRows<T> Remember(ReadOnlySpan<T> phi, TaskRows<T> rows)
    {
        Read(phi);
        var old = new OldRows<T>(new T[rows.Count], new T[rows.Count * head.Parameters]);
        foreach (var block in new Blocks(rows.Count))
        {
            Forward(rows, block);
            for (var row = 0; row < block.Rows; row++)
            {
                var y = _perceptron.Output(row);
                old.LogProb[block.First + row] = head.LogProb(y, Action(rows, block, row));
                head.WriteParameters(y, Old(old, block, row));
            }
        }

        return old;
    }

    public override (T Loss, T Kl) Surrogate(ReadOnlySpan<T> phi, TaskRows<T> rows, OldRows<T> old)
    {
        Read(phi);
        var (loss, kl) = (T.Zero, T.Zero);
        foreach (var block in new Blocks(rows.Count))
        {
            Forward(rows, block);
            for (var row = 0; row < block.Rows; row++)
            {
                var y = _perceptron.Output(row);
                var ratio = T.Exp(head.LogProb(y, Action(rows, block, row)) - old.LogProb[block.First + row]);
                loss -= ratio * Coefficient(rows, block, row);
                kl += rows.Weights[block.First + row] * head.Kl(y, Old(old, block, row));
            }
        }

        return (loss, kl);
    }

    public override T SurrogateGradient(
        ReadOnlySpan<T> phi, TaskRows<T> rows, OldRows<T> old, T epsilon, Span<T> gradient)
    {
        Read(phi);
        Clear();
        var loss = T.Zero;
        foreach (var block in new Blocks(rows.Count))
        {
            Forward(rows, block);
            for (var row = 0; row < block.Rows; row++)
            {
                var y = _perceptron.Output(row);
                var action = Action(rows, block, row);
                var ratio = T.Exp(head.LogProb(y, action) - old.LogProb[block.First + row]);
                var c = Coefficient(rows, block, row);
                var clipped = T.Clamp(ratio, T.One - epsilon, T.One + epsilon);
                loss -= T.Min(ratio * c, clipped * c);
                head.Score(clipped * c < ratio * c ? T.Zero : -ratio * c, y, action, _perceptron.Delta(row));
            }

            _perceptron.Backward(block.Rows);
            _perceptron.AddGradient(block.Rows);
        }

        Write(gradient);
        return loss;
    }

    // w A
    private static T Coefficient(TaskRows<T> rows, Block block, int row) =>
        rows.Weights[block.First + row] * rows.Advantages[block.First + row];

    private ReadOnlySpan<T> Action(TaskRows<T> rows, Block block, int row) =>
        rows.Actions.AsSpan((block.First + row) * head.Actions, head.Actions);

    private Span<T> Old(OldRows<T> old, Block block, int row) =>
        old.Parameters.AsSpan((block.First + row) * head.Parameters, head.Parameters);

    private void Read(ReadOnlySpan<T> phi)
    {
        head.Read(phi[..head.Weights]);
        _perceptron.Weights.Read(phi[head.Weights..]);
    }

    private void ReadDirection(ReadOnlySpan<T> v)
    {
        head.ReadDirection(v[..head.Weights]);
        _perceptron.Direction.Read(v[head.Weights..]);
    }

    private void Clear()
    {
        head.ClearGradient();
        _perceptron.Gradient.Clear();
    }

    private void Write(Span<T> gradient)
    {
        head.WriteGradient(gradient[..head.Weights]);
        _perceptron.Gradient.Write(gradient[head.Weights..]);
    }

    private void Forward(TaskRows<T> rows, Block block)
    {
        var observations = rows.Observations.AsSpan(block.First * shape.Inputs);
        for (var row = 0; row < block.Rows; row++)
        {
            observations.Slice(row * shape.Inputs, shape.Inputs).CopyTo(_perceptron.Input(row));
        }

        _perceptron.Forward(block.Rows);
    }

    // Neighbouring rows that go through the perceptron together
    private readonly record struct Block(int First, int Rows);

    private readonly struct Blocks(int rows)
    {
        public IEnumerator<Block> GetEnumerator()
        {
            for (var first = 0; first < rows; first += Perceptron<TVector, T>.BlockRows)
            {
                yield return new Block(first, Math.Min(Perceptron<TVector, T>.BlockRows, rows - first));
            }
        }
    }
}
