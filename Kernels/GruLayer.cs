using System.Numerics;

namespace MetaRL.Kernels;

/// <summary>One layer of <see cref="GruKernel{T}"/>.</summary>
/// <remarks>
/// Back through time, with ∂ the derivative of the loss: ∂n = ∂h′ (1 − z) (1 − n²) =: ∂aₙ, ∂gₙ = r ∂aₙ,
/// ∂aᵣ = ∂gᵣ = ∂aₙ gₙ r (1 − r), ∂a_z = ∂g_z = ∂h′ (h − n) z (1 − z), and ∂h = z ∂h′ + Wₕᵀ ∂g. The weights' gradients
/// are products over all steps after the loop: ∂Wᵢ = Σ ∂a xᵀ, ∂bᵢ = Σ ∂a, ∂Wₕ = Σ ∂g hᵀ, ∂bₕ = Σ ∂g.
/// </remarks>
/// <typeparam name="TVector">Vectors to compute with.</typeparam>
/// <typeparam name="T">The numbers.</typeparam>
internal sealed class GruLayer<TVector, T>
    where TVector : struct, IVector<TVector, T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private const int Gates = 3;
    private const int BlockRows = 60; // of a product over all steps, so that they stay in the cache

    private readonly int _inputs;
    private readonly int _hidden;
    private readonly int _stride; // H, filled up to whole vectors
    private readonly GateWeights _ofInput;
    private readonly GateWeights _ofState;

    private int _steps;
    private int _lanes;
    private T[] _h = []; // h before the first step, after it, ...: [T + 1, B, stride]
    private T[] _a = []; // a, then ∂a: [T, B, 3, stride]
    private T[] _g = []; // g, then ∂g: [T, B, 3, stride]
    private T[] _gates = []; // r, z, n: [T, B, 3, stride]
    private T[] _dh = []; // [B, stride]

    public GruLayer(int inputs, int hidden)
    {
        (_inputs, _hidden) = (inputs, hidden);
        _ofInput = new GateWeights(inputs, hidden);
        _ofState = new GateWeights(hidden, hidden);
        _stride = _ofState.Stride;
    }

    public int Weights => _ofInput.Count + _ofState.Count;

    private int Row => Gates * _stride;

    public void Read(ReadOnlySpan<T> weights)
    {
        _ofInput.Read(weights);
        _ofState.Read(weights[_ofInput.Count..]);
    }

    public void Forward(int steps, int lanes, ReadOnlySpan<T> x, ReadOnlySpan<T> state, Span<T> last)
    {
        (_steps, _lanes) = (steps, lanes);
        MakeRoom();
        for (var lane = 0; lane < lanes; lane++)
        {
            state.Slice(lane * _hidden, _hidden).CopyTo(_h.AsSpan(lane * _stride));
        }

        _ofInput.Product(steps * lanes, x, _inputs, _a);
        for (var step = 0; step < steps; step++)
        {
            var g = _g.AsSpan(step * lanes * Row, lanes * Row);
            _ofState.Product(lanes, _h.AsSpan(step * lanes * _stride), _stride, g);
            for (var lane = 0; lane < lanes; lane++)
            {
                Step((step * lanes) + lane);
            }
        }

        for (var lane = 0; lane < lanes; lane++)
        {
            _h.AsSpan(((steps * lanes) + lane) * _stride, _hidden).CopyTo(last[(lane * _hidden)..]);
        }
    }

    /// <summary>h after every step, [T, B, H].</summary>
    public void CopyOutputs(Span<T> outputs)
    {
        for (var row = 0; row < _steps * _lanes; row++)
        {
            _h.AsSpan((_lanes + row) * _stride, _hidden).CopyTo(outputs[(row * _hidden)..]);
        }
    }

    /// <summary>The gradient by the weights.</summary>
    /// <param name="x">The inputs, [T, B, I].</param>
    /// <param name="outputs">The gradient by h after every step, [T, B, H].</param>
    /// <param name="gradient">The result.</param>
    public void Backward(ReadOnlySpan<T> x, ReadOnlySpan<T> outputs, Span<T> gradient)
    {
        var dh = _dh.AsSpan(0, _lanes * _stride);
        dh.Clear();
        for (var step = _steps - 1; step >= 0; step--)
        {
            var first = step * _lanes;
            for (var lane = 0; lane < _lanes; lane++)
            {
                var own = dh.Slice(lane * _stride, _hidden);
                var given = outputs.Slice((first + lane) * _hidden, _hidden);
                for (var i = 0; i < _hidden; i++)
                {
                    own[i] += given[i];
                }

                StepBack(first + lane, lane);
            }

            _ofState.AddTransposedProduct(_lanes, _g.AsSpan(first * Row), dh);
        }

        _ofInput.Clear();
        _ofState.Clear();
        for (var first = 0; first < _steps * _lanes; first += BlockRows)
        {
            var rows = Math.Min(BlockRows, (_steps * _lanes) - first);
            _ofInput.AddGradient(rows, x[(first * _inputs)..], _inputs, _a.AsSpan(first * Row));
            _ofState.AddGradient(rows, _h.AsSpan(first * _stride), _stride, _g.AsSpan(first * Row));
        }

        _ofInput.Write(gradient);
        _ofState.Write(gradient[_ofInput.Count..]);
    }

    /// <summary>The gradient by the inputs after <see cref="Backward"/>, [T, B, I].</summary>
    public void InputGradient(Span<T> target)
    {
        var rows = _steps * _lanes;
        var padded = new T[rows * _ofInput.InputStride];
        _ofInput.AddTransposedProduct(rows, _a, padded);
        for (var row = 0; row < rows; row++)
        {
            padded.AsSpan(row * _ofInput.InputStride, _inputs).CopyTo(target[(row * _inputs)..]);
        }
    }

    private void MakeRoom()
    {
        var rows = _steps * _lanes;
        Grow(ref _h, (rows + _lanes) * _stride);
        Grow(ref _a, rows * Row);
        Grow(ref _g, rows * Row);
        Grow(ref _gates, rows * Row);
        Grow(ref _dh, _lanes * _stride);
    }

    private static void Grow(ref T[] numbers, int length)
    {
        if (numbers.Length < length)
        {
            numbers = new T[length];
        }
    }

    // One step of one lane, from a, g and h to r, z, n and h′
    private void Step(int row)
    {
        var (width, stride) = ((nuint)TVector.Width, (nuint)_stride);
        ref T a = ref _a[row * Row], g = ref _g[row * Row], gates = ref _gates[row * Row];
        ref T h = ref _h[row * _stride], next = ref _h[(row + _lanes) * _stride];
        for (nuint i = 0; i < stride; i += width)
        {
            var r = Sigmoid(TVector.Load(ref a, i) + TVector.Load(ref g, i));
            var z = Sigmoid(TVector.Load(ref a, stride + i) + TVector.Load(ref g, stride + i));
            var n = TVector.Tanh(
                TVector.MultiplyAdd(r, TVector.Load(ref g, (2 * stride) + i), TVector.Load(ref a, (2 * stride) + i)));
            r.Store(ref gates, i);
            z.Store(ref gates, stride + i);
            n.Store(ref gates, (2 * stride) + i);
            TVector.MultiplyAdd(z, TVector.Load(ref h, i) - n, n).Store(ref next, i);
        }
    }

    // One step of one lane back: ∂a and ∂g, and z ∂h′ in the place of ∂h′
    private void StepBack(int row, int lane)
    {
        var (width, stride) = ((nuint)TVector.Width, (nuint)_stride);
        ref T a = ref _a[row * Row], g = ref _g[row * Row], gates = ref _gates[row * Row];
        ref T h = ref _h[row * _stride], dh = ref _dh[lane * _stride];
        var one = TVector.Create(T.One);
        for (nuint i = 0; i < stride; i += width)
        {
            var (r, z) = (TVector.Load(ref gates, i), TVector.Load(ref gates, stride + i));
            var (n, d) = (TVector.Load(ref gates, (2 * stride) + i), TVector.Load(ref dh, i));
            var an = d * (one - z) * (one - (n * n));
            var ar = an * TVector.Load(ref g, (2 * stride) + i) * r * (one - r);
            var az = d * (TVector.Load(ref h, i) - n) * z * (one - z);
            ar.Store(ref a, i);
            az.Store(ref a, stride + i);
            an.Store(ref a, (2 * stride) + i);
            ar.Store(ref g, i);
            az.Store(ref g, stride + i);
            (r * an).Store(ref g, (2 * stride) + i);
            (z * d).Store(ref dh, i);
        }
    }

    // σ(x) = ½ + ½ tanh ½x
    private static TVector Sigmoid(TVector x)
    {
        var half = TVector.Create(T.CreateChecked(0.5));
        return TVector.MultiplyAdd(half, TVector.Tanh(half * x), half);
    }

    /// <summary>W [3H, inputs] and b [3H] with their gradients; each gate filled up to whole vectors.</summary>
    private sealed class GateWeights
    {
        private readonly int _inputs;
        private readonly int _hidden;
        private readonly Block<T> _forward;
        private readonly Block<T> _backward;
        private readonly T[] _bias;
        private readonly Block<T> _gradient;
        private readonly T[] _biasGradient;

        public GateWeights(int inputs, int hidden)
        {
            (_inputs, _hidden) = (inputs, hidden);
            Stride = (hidden + TVector.Width - 1) / TVector.Width * TVector.Width;
            _forward = new Block<T>(inputs, Gates * Stride, TVector.Width);
            _backward = new Block<T>(Gates * Stride, inputs, TVector.Width);
            _gradient = new Block<T>(inputs, Gates * Stride, TVector.Width);
            (_bias, _biasGradient) = (new T[Gates * Stride], new T[Gates * Stride]);
        }

        public int Stride { get; }

        public int InputStride => _backward.Stride;

        public int Count => (_inputs + 1) * Gates * _hidden;

        public void Read(ReadOnlySpan<T> flat)
        {
            for (var unit = 0; unit < Gates * _hidden; unit++)
            {
                var (place, weights) = (Place(unit), unit * _inputs);
                for (var input = 0; input < _inputs; input++)
                {
                    _forward.Row(input)[place] = _backward.Row(place)[input] = flat[weights + input];
                }

                _bias[place] = flat[(Gates * _hidden * _inputs) + unit];
            }
        }

        // target = W x + b, for rows of x
        public void Product(int rows, ReadOnlySpan<T> x, int stride, Span<T> target) => MatrixProduct<TVector, T>.Add(
            rows, Gates * Stride, _inputs, Rows(x, stride), _forward.Whole, new Strided<T>(ref _bias[0], 0),
            Rows(target, Gates * Stride));

        // target += Wᵀ d, for rows of d
        public void AddTransposedProduct(int rows, ReadOnlySpan<T> d, Span<T> target) => MatrixProduct<TVector, T>.Add(
            rows, InputStride, Gates * Stride, Rows(d, Gates * Stride), _backward.Whole, Rows(target, InputStride),
            Rows(target, InputStride));

        public void Clear()
        {
            _gradient.Rows(_inputs).Clear();
            _biasGradient.AsSpan().Clear();
        }

        // ∂W += Σ d xᵀ, ∂b += Σ d
        public void AddGradient(int rows, ReadOnlySpan<T> x, int stride, ReadOnlySpan<T> d)
        {
            var h = Rows(x, stride);
            MatrixProduct<TVector, T>.Add(
                _inputs, Gates * Stride, rows, new Strided<T>(ref h.First, 1, stride), Rows(d, Gates * Stride),
                _gradient.Whole, _gradient.Whole);
            MatrixProduct<TVector, T>.AddRows(rows, Gates * Stride, Rows(d, Gates * Stride), _biasGradient);
        }

        public void Write(Span<T> flat)
        {
            for (var unit = 0; unit < Gates * _hidden; unit++)
            {
                var place = Place(unit);
                for (var input = 0; input < _inputs; input++)
                {
                    flat[(unit * _inputs) + input] = _gradient.Row(input)[place];
                }

                flat[(Gates * _hidden * _inputs) + unit] = _biasGradient[place];
            }
        }

        // Where a unit of a gate lies
        private int Place(int unit) => (unit / _hidden * Stride) + (unit % _hidden);

        private static Strided<T> Rows(ReadOnlySpan<T> numbers, int stride) =>
            new(ref System.Runtime.InteropServices.MemoryMarshal.GetReference(numbers), stride);
    }
}
