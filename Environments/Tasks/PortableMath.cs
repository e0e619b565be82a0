namespace MetaRL.Environments.Tasks;

/// <summary>
/// Functions of 64-bit floats by +, −, ×, ÷, √ and shifts of bits alone, so that their last bit is the same everywhere.
/// </summary>
/// <remarks>
/// IEEE 754 rounds these five operations correctly, .NET never contracts them to fused ones, and neither the platform's
/// mathematical library nor libtorch is asked, whose last bits change from version to version. Tasks are drawn with
/// these; nothing else needs them. Against values of 60 digits (mpmath 1.3) at 200,000 points each: <see cref="Log"/>
/// and <see cref="Exp"/> are within 0.9 units in the last place, <see cref="NormalQuantile"/> within 6, 7.4e-16
/// relative.
/// </remarks>
public static class PortableMath
{
    // ln 2 in two parts, of which the upper has so few bits that its products with exponents are exact.
    private const double Ln2High = 0.6931471803691238;
    private const double Ln2Low = 1.9082149292705877e-10;
    private const double Sqrt2 = 1.4142135623730951;
    private const double TwoTo54 = 1L << 54;

    private const int MantissaBits = 52;
    private const int ExponentBias = 1023;
    private const double LeastNormal = 2.2250738585072014e-308; // 2⁻¹⁰²²
    // e⁷¹⁰ is beyond the largest number, e⁻⁷⁴⁶ below the smallest
    private const double MostExponent = 710;
    private const double LeastExponent = -746;

    // 2 / (2k + 1) for k = 1 ... 10, the last first
    private static ReadOnlySpan<double> LogSeries =>
        [2.0 / 21, 2.0 / 19, 2.0 / 17, 2.0 / 15, 2.0 / 13, 2.0 / 11, 2.0 / 9, 2.0 / 7, 2.0 / 5, 2.0 / 3];

    // 1 / k! for k = 2 ... 14, the last first
    private static ReadOnlySpan<double> ExpSeries =>
    [
        1.0 / 87178291200, 1.0 / 6227020800, 1.0 / 479001600, 1.0 / 39916800, 1.0 / 3628800, 1.0 / 362880, 1.0 / 40320,
        1.0 / 5040,
        1.0 / 720, 1.0 / 120, 1.0 / 24, 1.0 / 6, 1.0 / 2,
    ];

    /// <summary>ln x; −∞ at 0, not a number below.</summary>
    /// <remarks>
    /// x = 2ᵏ (1 + f) with √½ ≤ 1 + f &lt; √2, s = f / (2 + f), and ln(1 + f) = 2 artanh s = f − (f²/2 − s (f²/2 + R))
    /// with R = Σₖ 2 s²ᵏ / (2k + 1), k = 1, 2, ...; cut off where |s| ≤ 0.172 leaves nothing. The order of the sum is
    /// that of fdlibm's log (Sun Microsystems 1993), which keeps the largest term free of rounding.
    /// </remarks>
    public static double Log(double x)
    {
        if (!(x > 0) || double.IsPositiveInfinity(x))
        {
            return x == 0 ? double.NegativeInfinity : x > 0 ? x : double.NaN;
        }

        var k = -ExponentBias;
        if (x < LeastNormal)
        {
            x *= TwoTo54;
            k -= 54;
        }

        var bits = BitConverter.DoubleToInt64Bits(x);
        k += (int)(bits >> MantissaBits);
        var mantissa = BitConverter.Int64BitsToDouble(
            (bits & ((1L << MantissaBits) - 1)) | ((long)ExponentBias << MantissaBits));
        if (mantissa >= Sqrt2)
        {
            mantissa *= 0.5;
            k++;
        }

        var f = mantissa - 1;
        var s = f / (2 + f);
        var z = s * s;
        var r = z * Horner(z, LogSeries);
        var half = 0.5 * f * f;
        return (k * Ln2High) - (half - ((s * (half + r)) + (k * Ln2Low)) - f);
    }

    /// <summary>eˣ.</summary>
    /// <remarks>x = k ln 2 + r with |r| ≤ ½ ln 2, and eˣ = 2ᵏ Σⱼ rʲ / j!, cut off where nothing is left.</remarks>
    public static double Exp(double x)
    {
        if (double.IsNaN(x))
        {
            return x;
        }

        var bounded = Math.Clamp(x, LeastExponent, MostExponent);
        var k = (int)Math.Floor((bounded / (Ln2High + Ln2Low)) + 0.5);
        var (high, low) = (bounded - (k * Ln2High), k * Ln2Low);
        var r = high - low;
        var rounded = high - r - low; // what r lost
        var y = 1 + (r + ((r * r * Horner(r, ExpSeries)) + rounded));
        return y * PowerOfTwo(k / 2) * PowerOfTwo(k - (k / 2)); // in two steps, for 2ᵏ alone may be out of range
    }

    /// <summary>The standard normal quantile Φ⁻¹(p); √2 erf⁻¹(2p − 1) is the same.</summary>
    /// <remarks>
    /// Wichura 1988, algorithm AS 241, PPND16: three ratios of polynomials of degree 7, in q = p − ½ for |q| ≤ 0.425,
    /// else in r = √(−ln min(p, 1 − p)) up to 5 and beyond.
    /// </remarks>
    /// <param name="p">Probability in [0, 1]; the ends give −∞ and ∞.</param>
    public static double NormalQuantile(double p)
    {
        var q = p - 0.5;
        if (Math.Abs(q) <= 0.425)
        {
            var r = 0.180625 - (q * q);
            return q * Horner(r, CentreOver) / Horner(r, CentreUnder);
        }

        var tail = q < 0 ? p : 1 - p;
        if (!(tail > 0))
        {
            return tail < 0 || double.IsNaN(p) ? double.NaN : q * double.PositiveInfinity;
        }

        var root = Math.Sqrt(-Log(tail));
        var x = root <= 5
            ? Horner(root - 1.6, MiddleOver) / Horner(root - 1.6, MiddleUnder)
            : Horner(root - 5, FarOver) / Horner(root - 5, FarUnder);
        return q < 0 ? -x : x;
    }

    // The coefficients of AS 241, the highest power first.
    private static ReadOnlySpan<double> CentreOver =>
    [
        2.5090809287301226727e+3, 3.3430575583588128105e+4, 6.7265770927008700853e+4, 4.5921953931549871457e+4,
        1.3731693765509461125e+4, 1.9715909503065514427e+3, 1.3314166789178437745e+2, 3.3871328727963666080,
    ];

    private static ReadOnlySpan<double> CentreUnder =>
    [
        5.2264952788528545610e+3, 2.8729085735721942674e+4, 3.9307895800092710610e+4, 2.1213794301586595867e+4,
        5.3941960214247511077e+3, 6.8718700749205790830e+2, 4.2313330701600911252e+1, 1,
    ];

    private static ReadOnlySpan<double> MiddleOver =>
    [
        7.74545014278341407640e-4, 2.27238449892691845833e-2, 2.41780725177450611770e-1, 1.27045825245236838258,
        3.64784832476320460504, 5.76949722146069140550, 4.63033784615654529590, 1.42343711074968357734,
    ];

    private static ReadOnlySpan<double> MiddleUnder =>
    [
        1.05075007164441684324e-9, 5.47593808499534494600e-4, 1.51986665636164571966e-2, 1.48103976427480074590e-1,
        6.89767334985100004550e-1, 1.67638483018380384940, 2.05319162663775882187, 1,
    ];

    private static ReadOnlySpan<double> FarOver =>
    [
        2.01033439929228813265e-7, 2.71155556874348757815e-5, 1.24266094738807843860e-3, 2.65321895265761230930e-2,
        2.96560571828504891230e-1, 1.78482653991729133580, 5.46378491116411436990, 6.65790464350110377720,
    ];

    private static ReadOnlySpan<double> FarUnder =>
    [
        2.04426310338993978564e-15, 1.42151175831644588870e-7, 1.84631831751005468180e-5, 7.86869131145613259100e-4,
        1.48753612908506148525e-2, 1.36929880922735805310e-1, 5.99832206555887937690e-1, 1,
    ];

    private static double Horner(double x, ReadOnlySpan<double> coefficients)
    {
        var value = coefficients[0];
        for (var index = 1; index < coefficients.Length; index++)
        {
            value = (value * x) + coefficients[index];
        }

        return value;
    }

    private static double PowerOfTwo(int exponent) =>
        BitConverter.Int64BitsToDouble((long)(exponent + ExponentBias) << MantissaBits);
}
