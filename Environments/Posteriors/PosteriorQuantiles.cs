namespace MetaRL.Environments.Posteriors;

/// <summary>Ends of the central 90 % intervals of the conjugate posteriors.</summary>
public static class PosteriorQuantiles
{
    /// <summary>Probability below the lower end, and above the upper one.</summary>
    public const double Tail = 0.05;

    /// <summary>Φ⁻¹(0.95): standard deviations of a normal posterior to either side of its mean.</summary>
    public const double Normal = 1.6448536269514722;

    private const int Bisections = 40; // to 10⁻¹²

    /// <summary>The quantile x of Beta(a, b), with Iₓ(a, b) = q.</summary>
    /// <param name="a">One more than the successes, at least 1.</param>
    /// <param name="b">One more than the failures, at least 1.</param>
    /// <param name="q">In (0, 1).</param>
    public static double Beta(int a, int b, double q)
    {
        var (low, high) = (0.0, 1.0);
        for (var step = 0; step < Bisections; step++)
        {
            var middle = (low + high) / 2;
            (low, high) = BetaBelow(a, b, middle) < q ? (middle, high) : (low, middle);
        }

        return (low + high) / 2;
    }

    // Iₓ(a, b) = P(Bin(a + b − 1, x) ≥ a), summed from its largest term on: upwards below the mean, downwards above it.
    private static double BetaBelow(int a, int b, double x)
    {
        var (n, odds) = (a + b - 1, x / (1 - x));
        var upwards = x * n < a;
        var j = upwards ? a : a - 1;
        var log = (j * Math.Log(x)) + ((n - j) * Math.Log(1 - x));
        for (var k = 1; k <= j; k++)
        {
            log += Math.Log((double)(n - j + k) / k);
        }

        var (term, sum) = (Math.Exp(log), 0.0);
        for (; upwards ? j <= n : j >= 0; j += upwards ? 1 : -1)
        {
            sum += term;
            term *= upwards ? (double)(n - j) / (j + 1) * odds : j / ((n - j + 1) * odds);
        }

        return upwards ? sum : 1 - sum;
    }
}
