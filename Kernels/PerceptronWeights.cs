using System.Runtime.InteropServices;

namespace MetaRL.Kernels;

/// <summary>The weights of a perceptron, or a direction in them, as products read them.</summary>
/// <typeparam name="T">The numbers.</typeparam>
/// <param name="shape">The perceptron.</param>
/// <param name="width">Numbers of a vector: every row is filled up with zeros to whole ones.</param>
internal sealed class PerceptronWeights<T>(PerceptronShape shape, int width)
    where T : unmanaged
{
    private readonly Layer[] _layers =
        [.. Enumerable.Range(1, shape.Layers).Select(l => new Layer(shape.Units(l - 1), shape.Units(l), width))];

    /// <summary>W_lᵀ, [in, out], l = 1 ... L.</summary>
    public Strided<T> Forward(int layer) => _layers[layer - 1].Forward.Whole;

    /// <summary>W_l, [out, in], l = 1 ... L.</summary>
    public Strided<T> Backward(int layer) => _layers[layer - 1].Backward.Whole;

    /// <summary>b_l, the same for every row, l = 1 ... L.</summary>
    public Strided<T> Bias(int layer) => new(ref _layers[layer - 1].Bias.First, 0);

    /// <summary>Takes over weights as <see cref="PerceptronShape.Weights"/> has them.</summary>
    public void Read(ReadOnlySpan<T> flat)
    {
        foreach (var layer in _layers)
        {
            layer.Read(flat);
            flat = flat[layer.Count..];
        }
    }

    private sealed class Layer(int inputs, int outputs, int width)
    {
        public Block<T> Forward { get; } = new(inputs, outputs, width);

        public Block<T> Backward { get; } = new(outputs, inputs, width);

        public Block<T> Bias { get; } = new(1, outputs, width);

        public int Count => (inputs + 1) * outputs;

        public void Read(ReadOnlySpan<T> flat)
        {
            for (var row = 0; row < outputs; row++)
            {
                var weights = flat.Slice(row * inputs, inputs);
                weights.CopyTo(Backward.Row(row));
                for (var column = 0; column < inputs; column++)
                {
                    Forward.Row(column)[row] = weights[column];
                }
            }

            flat.Slice(inputs * outputs, outputs).CopyTo(Bias.Row(0));
        }
    }
}

/// <summary>A matrix whose rows are filled up to whole vectors.</summary>
/// <typeparam name="T">The numbers.</typeparam>
/// <param name="rows">Rows.</param>
/// <param name="columns">Columns without what fills them up.</param>
/// <param name="width">Numbers of a vector.</param>
internal sealed class Block<T>(int rows, int columns, int width)
    where T : unmanaged
{
    private readonly T[] _numbers = new T[rows * Filled(columns, width)];

    /// <summary>From one row to the next.</summary>
    public int Stride { get; } = Filled(columns, width);

    public Strided<T> Whole => new(ref First, Stride);

    /// <summary>The transposed matrix.</summary>
    public Strided<T> Transposed => new(ref First, 1, Stride);

    public ref T First => ref MemoryMarshal.GetArrayDataReference(_numbers);

    public Span<T> Row(int row) => _numbers.AsSpan(row * Stride, columns);

    /// <summary>The first rows, one after another.</summary>
    public Span<T> Rows(int count) => _numbers.AsSpan(0, count * Stride);

    private static int Filled(int columns, int width) => (columns + width - 1) / width * width;
}
