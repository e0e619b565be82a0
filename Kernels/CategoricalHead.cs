using System.Numerics;

namespace MetaRL.Kernels;

/// <summary>Distributions over A actions with logits y.</summary>
/// <remarks>
/// log π(a) = y_a − log Σ exp y; ∂/∂y = 1_a − p with p = softmax y; R(1_a − p) = −(p R y − p (pᵀ R y)); M = diag(p) − p
/// pᵀ. It has no weights of its own.
/// </remarks>
/// <typeparam name="T">The numbers.</typeparam>
/// <param name="choices">A.</param>
internal readonly struct CategoricalHead<T>(int choices) : IPolicyHead<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly T[] _p = new T[choices];

    public int Weights => 0;

    public int Actions => 1;

    public int Parameters => choices;

    public void Read(ReadOnlySpan<T> weights)
    {
    }

    public void ReadDirection(ReadOnlySpan<T> direction)
    {
    }

    public void ClearGradient()
    {
    }

    public void WriteGradient(Span<T> gradient)
    {
    }

    public T LogProb(ReadOnlySpan<T> y, ReadOnlySpan<T> action) => y[Index(action)] - LogSum(y);

    public void Score(T c, ReadOnlySpan<T> y, ReadOnlySpan<T> action, Span<T> delta)
    {
        Softmax(y);
        for (var i = 0; i < choices; i++)
        {
            delta[i] = -c * _p[i];
        }

        delta[Index(action)] += c;
    }

    public void ScoreTangent(
        T c, ReadOnlySpan<T> y, ReadOnlySpan<T> action, ReadOnlySpan<T> ry, Span<T> delta, Span<T> rDelta)
    {
        Score(c, y, action, delta);
        FisherProduct(-c, y, ry, rDelta);
    }

    public void FisherProduct(T c, ReadOnlySpan<T> y, ReadOnlySpan<T> ry, Span<T> delta)
    {
        Softmax(y);
        var mean = T.Zero;
        for (var i = 0; i < choices; i++)
        {
            mean += _p[i] * ry[i];
        }

        for (var i = 0; i < choices; i++)
        {
            delta[i] = c * _p[i] * (ry[i] - mean);
        }
    }

    /// <inheritdoc/>
    /// <remarks>−Σ p log p.</remarks>
    public T Entropy(ReadOnlySpan<T> y)
    {
        Softmax(y);
        var (logSum, sum) = (LogSum(y), T.Zero);
        for (var i = 0; i < choices; i++)
        {
            sum -= _p[i] * (y[i] - logSum);
        }

        return sum;
    }

    /// <inheritdoc/>
    /// <remarks>∂H/∂y = −p (log p + H).</remarks>
    public void AddEntropyGradient(T c, ReadOnlySpan<T> y, Span<T> delta)
    {
        var (logSum, entropy) = (LogSum(y), Entropy(y));
        for (var i = 0; i < choices; i++)
        {
            delta[i] -= c * _p[i] * (y[i] - logSum + entropy);
        }
    }

    /// <inheritdoc/>
    /// <remarks>Σ p (log p − log p_old).</remarks>
    public T Kl(ReadOnlySpan<T> y, ReadOnlySpan<T> old)
    {
        Softmax(y);
        var (change, sum) = (LogSum(y) - LogSum(old), T.Zero);
        for (var i = 0; i < choices; i++)
        {
            sum += _p[i] * (y[i] - old[i] - change); // 0 to the last bit where nothing changed
        }

        return sum;
    }

    public void WriteParameters(ReadOnlySpan<T> y, Span<T> parameters) => y[..choices].CopyTo(parameters);

    private static int Index(ReadOnlySpan<T> action) => int.CreateTruncating(action[0]);

    private T LogSum(ReadOnlySpan<T> y)
    {
        var most = Most(y);
        var sum = T.Zero;
        for (var i = 0; i < choices; i++)
        {
            sum += T.Exp(y[i] - most);
        }

        return most + T.Log(sum);
    }

    private void Softmax(ReadOnlySpan<T> y)
    {
        var logSum = LogSum(y);
        for (var i = 0; i < choices; i++)
        {
            _p[i] = T.Exp(y[i] - logSum);
        }
    }

    private T Most(ReadOnlySpan<T> y)
    {
        var most = y[0];
        for (var i = 1; i < choices; i++)
        {
            most = T.Max(most, y[i]);
        }

        return most;
    }
}
