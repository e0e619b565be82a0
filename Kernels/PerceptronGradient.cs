using System.Numerics;

namespace MetaRL.Kernels;

/// <summary>Sums over inputs of what a loss changes with each weight.</summary>
/// <typeparam name="TVector">Vectors to compute with.</typeparam>
/// <typeparam name="T">The numbers.</typeparam>
/// <param name="shape">The perceptron.</param>
internal sealed class PerceptronGradient<TVector, T>(PerceptronShape shape)
    where TVector : struct, IVector<TVector, T>
    where T : unmanaged, INumberBase<T>
{
    private readonly Layer[] _layers =
        [.. Enumerable.Range(1, shape.Layers).Select(l => new Layer(shape.Units(l - 1), shape.Units(l)))];

    /// <summary>∂W_l += Σ δ hᵀ.</summary>
    /// <param name="layer">l = 1 ... L.</param>
    /// <param name="rows">Inputs of a block.</param>
    /// <param name="delta">δ, [rows, out].</param>
    /// <param name="h">h, [rows, in].</param>
    public void AddProduct(int layer, int rows, Block<T> delta, Block<T> h) =>
        _layers[layer - 1].AddProduct(rows, delta, h);

    /// <summary>∂b_l += Σ δ.</summary>
    /// <param name="layer">l = 1 ... L.</param>
    /// <param name="rows">Inputs of a block.</param>
    /// <param name="delta">δ, [rows, out].</param>
    public void AddSum(int layer, int rows, Block<T> delta) => _layers[layer - 1].AddSum(rows, delta);

    /// <summary>Begins anew.</summary>
    public void Clear()
    {
        foreach (var layer in _layers)
        {
            layer.Clear();
        }
    }

    /// <summary>Writes the sums as <see cref="PerceptronShape.Weights"/> has them.</summary>
    public void Write(Span<T> flat)
    {
        foreach (var layer in _layers)
        {
            layer.Write(flat);
            flat = flat[layer.Count..];
        }
    }

    // ∂W lies the way round in which its rows are longer.
    private sealed class Layer(int inputs, int outputs)
    {
        private readonly bool _transposed = outputs > inputs;
        private readonly Block<T> _weights = outputs > inputs
            ? new Block<T>(inputs, outputs, TVector.Width)
            : new Block<T>(outputs, inputs, TVector.Width);

        private readonly Block<T> _bias = new(1, outputs, TVector.Width);

        public int Count => (inputs + 1) * outputs;

        public void AddProduct(int rows, Block<T> delta, Block<T> h)
        {
            var sum = _weights.Whole;
            if (_transposed)
            {
                MatrixProduct<TVector, T>.Add(inputs, _weights.Stride, rows, h.Transposed, delta.Whole, sum, sum);
            }
            else
            {
                MatrixProduct<TVector, T>.Add(outputs, _weights.Stride, rows, delta.Transposed, h.Whole, sum, sum);
            }
        }

        public void AddSum(int rows, Block<T> delta) =>
            MatrixProduct<TVector, T>.AddRows(rows, _bias.Stride, delta.Whole, _bias.Rows(1));

        public void Clear()
        {
            _weights.Rows(_transposed ? inputs : outputs).Clear();
            _bias.Rows(1).Clear();
        }

        public void Write(Span<T> flat)
        {
            for (var row = 0; row < outputs; row++)
            {
                for (var column = 0; column < inputs; column++)
                {
                    flat[(row * inputs) + column] =
                        _transposed ? _weights.Row(column)[row] : _weights.Row(row)[column];
                }
            }

            _bias.Row(0).CopyTo(flat.Slice(inputs * outputs, outputs));
        }
    }
}
