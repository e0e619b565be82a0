using MetaRL.Environments.Tasks;
using static TorchSharp.torch;

namespace MetaRL.Agents.Policies;

/// <summary>How a layer's first weights W [out, in] are drawn; its biases are 0.</summary>
public enum WeightScheme
{
    /// <summary>Uniform on ±g √(6 / (in + out)) (Glorot and Bengio 2010, equation 16).</summary>
    Xavier,

    /// <summary>Normal of deviation g √(2 / in) (He et al. 2015, equation 10).</summary>
    He,

    /// <summary>
    /// g Q with Q uniformly drawn among those with QᵀQ = I, or QQᵀ = I for a wide W (Saxe, McClelland, Ganguli 2014).
    /// </summary>
    Orthogonal,
}

/// <summary>First weights of a perceptron.</summary>
/// <param name="Scheme">The law.</param>
/// <param name="Gain">g of all layers but the last.</param>
/// <param name="OutputGain">g of the last; a small one starts with nearly the same output everywhere.</param>
public sealed record Initialization(WeightScheme Scheme, double Gain = 1, double OutputGain = 1)
{
    /// <summary>Xavier without gains.</summary>
    public static readonly Initialization Default = new(WeightScheme.Xavier);

    /// <summary>W [out, in] of a layer.</summary>
    public Tensor Draw(RngKey key, int fanOut, int fanIn, bool isOutput, Device device, ScalarType dtype)
    {
        var gain = isOutput ? OutputGain : Gain;
        return Scheme switch
        {
            WeightScheme.He => key.Normal([fanOut, fanIn], device, dtype).mul(gain * Math.Sqrt(2.0 / fanIn)),
            WeightScheme.Orthogonal => Orthogonal(key, fanOut, fanIn, device).mul(gain).to_type(dtype),
            _ => Glorot(gain * Math.Sqrt(6.0 / (fanIn + fanOut))),
        };

        Tensor Glorot(double bound) => key.Uniform([fanOut, fanIn], device, dtype).mul(2 * bound).sub(bound);
    }

    // A = QR of normal numbers by Cholesky's AᵀA = RᵀR, whose diagonal is positive: Q = A R⁻¹ is then uniform (Mezzadri
    // 2007). In 64-bit floats, since AᵀA squares A's condition.
    private static Tensor Orthogonal(RngKey key, int fanOut, int fanIn, Device device)
    {
        var (tall, narrow) = (Math.Max(fanOut, fanIn), Math.Min(fanOut, fanIn));
        var a = key.Normal([tall, narrow], device, ScalarType.Float64);
        var r = linalg.cholesky(a.t().matmul(a)).t();
        var q = linalg.solve_triangular(r, a, upper: true, left: false);
        return fanOut >= fanIn ? q : q.t();
    }
}
