using System.Numerics;

namespace MetaRL.Kernels;

/// <summary>
/// A block of inputs on its way through a perceptron and back, with what a direction in the weights changes.
/// </summary>
/// <remarks>
/// δ_l is the derivative of a loss by a_l = W_l h_{l−1} + b_l, and R the derivative along a direction (V, c) in the
/// weights (Pearlmutter 1994, "Fast exact multiplication by the Hessian"):
/// h_l = f(a_l), R a_l = V_l h_{l−1} + c_l + W_l R h_{l−1}, R h_l = f′(a_l) R a_l;
/// ε_l = W_{l+1}ᵀ δ_{l+1}, δ_l = f′(a_l) ε_l,
/// R δ_l = f′(a_l) (V_{l+1}ᵀ δ_{l+1} + W_{l+1}ᵀ R δ_{l+1}) + f″(a_l) R a_l ε_l;
/// ∂W_l = Σ δ_l h_{l−1}ᵀ, R ∂W_l = Σ R δ_l h_{l−1}ᵀ + δ_l R h_{l−1}ᵀ.
/// For tanh f′ = 1 − h² and f″ R a = −2 h R h; for ReLU f′ = [h &gt; 0] and f″ = 0.
/// </remarks>
/// <typeparam name="TVector">Vectors to compute with.</typeparam>
/// <typeparam name="T">The numbers.</typeparam>
internal sealed class Perceptron<TVector, T>
    where TVector : struct, IVector<TVector, T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>Most inputs of a block, so that it stays in the cache.</summary>
    public const int BlockRows = 60;

    private readonly PerceptronShape _shape;
    private readonly int _last;
    private readonly Block<T>[] _h;
    private readonly T[] _zero;

    public Perceptron(PerceptronShape shape)
    {
        (_shape, _last) = (shape, shape.Layers);
        _h = Blocks();
        _zero = new T[_h.Max(block => block.Stride)];
    }

    /// <summary>W and b.</summary>
    public PerceptronWeights<T> Weights { get => field ??= new(_shape, TVector.Width); set; }

    /// <summary>V and c.</summary>
    public PerceptronWeights<T> Direction => field ??= new(_shape, TVector.Width);

    /// <summary>∂W and ∂b, or R of them.</summary>
    public PerceptronGradient<TVector, T> Gradient => field ??= new(_shape);

    // What is needed beyond h, once it is
    private Block<T>[] Rh => field ??= Blocks();

    private Block<T>[] Epsilon => field ??= Blocks();

    private Block<T>[] Deltas => field ??= Blocks();

    private Block<T>[] RDeltas => field ??= Blocks();

    // 0 in every row
    private Strided<T> Zero => new(ref _zero[0], 0);

    /// <summary>h₀ of an input, to be set.</summary>
    public Span<T> Input(int row) => _h[0].Row(row);

    /// <summary>h_L of an input.</summary>
    public ReadOnlySpan<T> Output(int row) => _h[_last].Row(row);

    /// <summary>R h_L of an input.</summary>
    public ReadOnlySpan<T> OutputTangent(int row) => Rh[_last].Row(row);

    /// <summary>ε₀ of an input, after <see cref="BackwardInput"/>.</summary>
    public ReadOnlySpan<T> InputGradient(int row) => Epsilon[0].Row(row);

    /// <summary>δ_L of an input, to be set.</summary>
    public Span<T> Delta(int row) => Deltas[_last].Row(row);

    /// <summary>R δ_L of an input, to be set.</summary>
    public Span<T> DeltaTangent(int row) => RDeltas[_last].Row(row);

    /// <summary>h₁ ... h_L of the first <paramref name="rows"/> inputs.</summary>
    public void Forward(int rows)
    {
        for (var l = 1; l <= _last; l++)
        {
            AddForward(rows, l, _h, Weights, Weights.Bias(l), _h);
            if (l < _last)
            {
                Activate(_h[l].Rows(rows));
            }
        }
    }

    /// <summary>R h₁ ... R h_L, after <see cref="Forward"/>.</summary>
    public void ForwardTangent(int rows)
    {
        for (var l = 1; l <= _last; l++)
        {
            AddForward(rows, l, _h, Direction, Direction.Bias(l), Rh);
            if (l > 1)
            {
                AddForward(rows, l, Rh, Weights, Rh[l].Whole, Rh);
            }

            if (l < _last)
            {
                TimesSlope(Rh[l].Rows(rows), _h[l].Rows(rows), Rh[l].Rows(rows));
            }
        }
    }

    /// <summary>δ_{L−1} ... δ₁, after <see cref="Forward"/> and with <see cref="Delta"/> set.</summary>
    public void Backward(int rows)
    {
        for (var l = _last - 1; l >= 1; l--)
        {
            AddBackward(rows, l, Deltas, Weights, Zero, Epsilon);
            TimesSlope(Epsilon[l].Rows(rows), _h[l].Rows(rows), Deltas[l].Rows(rows));
        }
    }

    /// <summary>The gradient by the inputs, after <see cref="Backward"/>: <see cref="InputGradient"/>.</summary>
    public void BackwardInput(int rows) => AddBackward(rows, 0, Deltas, Weights, Zero, Epsilon);

    /// <summary>
    /// R δ_{L−1} ... R δ₁, after <see cref="Backward"/> and <see cref="ForwardTangent"/> and with
    /// <see cref="DeltaTangent"/> set.
    /// </summary>
    public void BackwardTangent(int rows)
    {
        for (var l = _last - 1; l >= 1; l--)
        {
            AddBackward(rows, l, Deltas, Direction, Zero, RDeltas);
            AddBackward(rows, l, RDeltas, Weights, RDeltas[l].Whole, RDeltas);
            var target = RDeltas[l].Rows(rows);
            TimesSlope(target, _h[l].Rows(rows), target);
            AddCurvature(Epsilon[l].Rows(rows), _h[l].Rows(rows), Rh[l].Rows(rows), target);
        }
    }

    /// <summary>∂W and ∂b of the block are added to <see cref="Gradient"/>.</summary>
    public void AddGradient(int rows)
    {
        for (var l = 1; l <= _last; l++)
        {
            Gradient.AddProduct(l, rows, Deltas[l], _h[l - 1]);
            Gradient.AddSum(l, rows, Deltas[l]);
        }
    }

    /// <summary>R ∂W and R ∂b of the block are added to <see cref="Gradient"/>.</summary>
    public void AddGradientTangent(int rows)
    {
        for (var l = 1; l <= _last; l++)
        {
            Gradient.AddProduct(l, rows, RDeltas[l], _h[l - 1]);
            Gradient.AddSum(l, rows, RDeltas[l]);
            if (l > 1) // no weight changes the input
            {
                Gradient.AddProduct(l, rows, Deltas[l], Rh[l - 1]);
            }
        }
    }

    private Block<T>[] Blocks() => [.. Enumerable.Range(0, _shape.Layers + 1)
        .Select(layer => new Block<T>(BlockRows, _shape.Units(layer), TVector.Width))];

    // target_l = d + W_l below_{l−1}
    private void AddForward(
        int rows, int l, Block<T>[] below, PerceptronWeights<T> weights, Strided<T> d, Block<T>[] target) =>
        MatrixProduct<TVector, T>.Add(
            rows, target[l].Stride, _shape.Units(l - 1), below[l - 1].Whole, weights.Forward(l), d, target[l].Whole);

    // target_l = d + W_{l+1}ᵀ above_{l+1}
    private void AddBackward(
        int rows, int l, Block<T>[] above, PerceptronWeights<T> weights, Strided<T> d, Block<T>[] target) =>
        MatrixProduct<TVector, T>.Add(
            rows, target[l].Stride, _shape.Units(l + 1), above[l + 1].Whole, weights.Backward(l + 1), d,
            target[l].Whole);

    // h = f(h)
    private void Activate(Span<T> h)
    {
        ref var first = ref h[0];
        if (_shape.Nonlinearity == Nonlinearity.Tanh)
        {
            for (nuint i = 0; i < (nuint)h.Length; i += (nuint)TVector.Width)
            {
                TVector.Tanh(TVector.Load(ref first, i)).Store(ref first, i);
            }
        }
        else
        {
            for (nuint i = 0; i < (nuint)h.Length; i += (nuint)TVector.Width)
            {
                TVector.Relu(TVector.Load(ref first, i)).Store(ref first, i);
            }
        }
    }

    // target = f′ x
    private void TimesSlope(Span<T> x, Span<T> h, Span<T> target)
    {
        ref T x0 = ref x[0], h0 = ref h[0], target0 = ref target[0];
        var one = TVector.Create(T.One);
        if (_shape.Nonlinearity == Nonlinearity.Tanh)
        {
            for (nuint i = 0; i < (nuint)x.Length; i += (nuint)TVector.Width)
            {
                var (xi, hi) = (TVector.Load(ref x0, i), TVector.Load(ref h0, i));
                (xi * (one - (hi * hi))).Store(ref target0, i);
            }
        }
        else
        {
            for (nuint i = 0; i < (nuint)x.Length; i += (nuint)TVector.Width)
            {
                (TVector.Load(ref x0, i) * TVector.IsPositive(TVector.Load(ref h0, i))).Store(ref target0, i);
            }
        }
    }

    // target += f″ R a ε
    private void AddCurvature(Span<T> epsilon, Span<T> h, Span<T> rh, Span<T> target)
    {
        if (_shape.Nonlinearity == Nonlinearity.Relu)
        {
            return;
        }

        ref T epsilon0 = ref epsilon[0], h0 = ref h[0], rh0 = ref rh[0], target0 = ref target[0];
        var minusTwo = TVector.Create(T.CreateChecked(-2));
        for (nuint i = 0; i < (nuint)h.Length; i += (nuint)TVector.Width)
        {
            var product = TVector.Load(ref epsilon0, i) * TVector.Load(ref h0, i) * TVector.Load(ref rh0, i);
            TVector.MultiplyAdd(product, minusTwo, TVector.Load(ref target0, i)).Store(ref target0, i);
        }
    }
}
