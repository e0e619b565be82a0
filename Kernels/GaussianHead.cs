using System.Numerics;

namespace MetaRL.Kernels;

/// <summary>Normal distributions with means y and deviations σ = exp s, s = max(weights, least).</summary>
/// <remarks>
/// log π(a) = Σ −½ z² − s − ½ log 2π with z = (a − y) / σ; ∂/∂y = z / σ, ∂/∂s = z² − 1; R z = −R y / σ − z R s,
/// R(z / σ) = (R z − z R s) / σ, R(z² − 1) = 2 z R z; M = diag(1/σ², 2) in (y, s). Below the least s nothing depends on
/// the weights.
/// </remarks>
/// <typeparam name="T">The numbers.</typeparam>
/// <param name="actions">A.</param>
/// <param name="least">Least s.</param>
internal readonly struct GaussianHead<T>(int actions, T least) : IPolicyHead<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private static readonly T Two = T.CreateChecked(2);
    private static readonly T Half = T.One / Two;
    private static readonly T HalfLogTwoPi = T.Log(T.Tau) / Two;

    private readonly T[] _s = new T[actions];
    private readonly T[] _inverse = new T[actions]; // 1/σ
    private readonly T[] _slope = new T[actions]; // ∂s / ∂weight
    private readonly T[] _rs = new T[actions];
    private readonly T[] _gradient = new T[actions]; // by s

    public int Weights => actions;

    public int Actions => actions;

    public int Parameters => 2 * actions;

    public void Read(ReadOnlySpan<T> weights)
    {
        for (var i = 0; i < actions; i++)
        {
            _s[i] = T.Max(weights[i], least);
            _inverse[i] = T.Exp(-_s[i]);
            _slope[i] = weights[i] >= least ? T.One : T.Zero;
        }
    }

    public void ReadDirection(ReadOnlySpan<T> direction)
    {
        for (var i = 0; i < actions; i++)
        {
            _rs[i] = _slope[i] * direction[i];
        }
    }

    public void ClearGradient() => _gradient.AsSpan().Clear();

    public void WriteGradient(Span<T> gradient)
    {
        for (var i = 0; i < actions; i++)
        {
            gradient[i] = _slope[i] * _gradient[i];
        }
    }

    public T LogProb(ReadOnlySpan<T> y, ReadOnlySpan<T> action)
    {
        var sum = T.Zero;
        for (var i = 0; i < actions; i++)
        {
            var z = (action[i] - y[i]) * _inverse[i];
            sum -= (Half * z * z) + _s[i] + HalfLogTwoPi;
        }

        return sum;
    }

    public void Score(T c, ReadOnlySpan<T> y, ReadOnlySpan<T> action, Span<T> delta)
    {
        for (var i = 0; i < actions; i++)
        {
            var z = (action[i] - y[i]) * _inverse[i];
            delta[i] = c * z * _inverse[i];
            _gradient[i] += c * ((z * z) - T.One);
        }
    }

    public void ScoreTangent(
        T c, ReadOnlySpan<T> y, ReadOnlySpan<T> action, ReadOnlySpan<T> ry, Span<T> delta, Span<T> rDelta)
    {
        for (var i = 0; i < actions; i++)
        {
            var z = (action[i] - y[i]) * _inverse[i];
            var rz = -(ry[i] * _inverse[i]) - (z * _rs[i]);
            delta[i] = c * z * _inverse[i];
            rDelta[i] = c * (rz - (z * _rs[i])) * _inverse[i];
            _gradient[i] += c * Two * z * rz;
        }
    }

    public void FisherProduct(T c, ReadOnlySpan<T> y, ReadOnlySpan<T> ry, Span<T> delta)
    {
        for (var i = 0; i < actions; i++)
        {
            delta[i] = c * ry[i] * _inverse[i] * _inverse[i];
            _gradient[i] += c * Two * _rs[i];
        }
    }

    /// <inheritdoc/>
    /// <remarks>Σ s + ½ (1 + log 2π).</remarks>
    public T Entropy(ReadOnlySpan<T> y)
    {
        var sum = T.Zero;
        for (var i = 0; i < actions; i++)
        {
            sum += _s[i] + Half + HalfLogTwoPi;
        }

        return sum;
    }

    public void AddEntropyGradient(T c, ReadOnlySpan<T> y, Span<T> delta)
    {
        for (var i = 0; i < actions; i++)
        {
            _gradient[i] += c;
        }
    }

    /// <inheritdoc/>
    /// <remarks>Σ s_old − s + (σ² + (y − y_old)²) / 2σ_old² − ½.</remarks>
    public T Kl(ReadOnlySpan<T> y, ReadOnlySpan<T> old)
    {
        var sum = T.Zero;
        for (var i = 0; i < actions; i++)
        {
            var (difference, oldS) = (y[i] - old[i], old[actions + i]);
            var ratio = T.Exp(_s[i] - oldS);
            var distance = difference * T.Exp(-oldS);
            sum += oldS - _s[i] + (Half * ((ratio * ratio) + (distance * distance) - T.One));
        }

        return sum;
    }

    public void WriteParameters(ReadOnlySpan<T> y, Span<T> parameters)
    {
        y[..actions].CopyTo(parameters);
        _s.CopyTo(parameters[actions..]);
    }
}
