using System.Numerics;
using System.Runtime.Intrinsics;

namespace MetaRL.Kernels;

/// <summary>The outputs of a perceptron with weights of each task's own, or with the same for all.</summary>
/// <typeparam name="T">The numbers.</typeparam>
public abstract class PerceptronOutputs<T>
    where T : unmanaged
{
    /// <summary>y of neighbouring inputs of one task.</summary>
    /// <param name="task">Whose weights; 0 where there is one set.</param>
    /// <param name="x">[rows, in].</param>
    /// <param name="y">[rows, out].</param>
    public abstract void Forward(int task, ReadOnlySpan<T> x, Span<T> y);
}

/// <summary>Makes kernels with the widest vectors of the processor.</summary>
public static class PerceptronOutputs
{
    /// <summary>A kernel in 32 bits.</summary>
    /// <param name="shape">The perceptron.</param>
    /// <param name="weights">One set after another, each as <see cref="PerceptronShape.Weights"/> has it.</param>
    /// <param name="stride">From one set to the next.</param>
    public static PerceptronOutputs<float> Create(PerceptronShape shape, ReadOnlySpan<float> weights, int stride) =>
        Vector512.IsHardwareAccelerated
            ? new PerceptronOutputs<Float512, float>(shape, weights, stride)
            : new PerceptronOutputs<Float256, float>(shape, weights, stride);
}

/// <inheritdoc/>
/// <typeparam name="TVector">Vectors to compute with.</typeparam>
/// <typeparam name="T">The numbers.</typeparam>
internal sealed class PerceptronOutputs<TVector, T> : PerceptronOutputs<T>
    where TVector : struct, IVector<TVector, T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly PerceptronShape _shape;
    private readonly Perceptron<TVector, T> _perceptron;
    private readonly PerceptronWeights<T>[] _tasks;

    public PerceptronOutputs(PerceptronShape shape, ReadOnlySpan<T> weights, int stride)
    {
        (_shape, _perceptron) = (shape, new Perceptron<TVector, T>(shape));
        _tasks = new PerceptronWeights<T>[(weights.Length + stride - 1) / stride];
        for (var task = 0; task < _tasks.Length; task++)
        {
            _tasks[task] = new PerceptronWeights<T>(shape, TVector.Width);
            _tasks[task].Read(weights.Slice(task * stride, shape.Weights));
        }
    }

    public override void Forward(int task, ReadOnlySpan<T> x, Span<T> y)
    {
        _perceptron.Weights = _tasks[task];
        var count = x.Length / _shape.Inputs;
        for (var first = 0; first < count; first += Perceptron<TVector, T>.BlockRows)
        {
            var rows = Math.Min(Perceptron<TVector, T>.BlockRows, count - first);
            for (var row = 0; row < rows; row++)
            {
                x.Slice((first + row) * _shape.Inputs, _shape.Inputs).CopyTo(_perceptron.Input(row));
            }

            _perceptron.Forward(rows);
            for (var row = 0; row < rows; row++)
            {
                _perceptron.Output(row).CopyTo(y[((first + row) * _shape.Outputs)..]);
            }
        }
    }
}
