namespace MetaRL.Evaluation.Statistics;

/// <summary>Student's t distribution with an even number of degrees of freedom, where it is a finite sum.</summary>
internal static class StudentT
{
    /// <summary>
    /// P(T ≤ t) = ½ + ½ sin θ Σⱼ₌₀^{ν/2−1} cⱼ cos²ʲθ, θ = arctan(t/√ν), c₀ = 1, cⱼ = cⱼ₋₁ (2j − 1)/(2j) (Abramowitz and
    /// Stegun 1964, 26.7.4).
    /// </summary>
    /// <param name="t">Any.</param>
    /// <param name="freedom">ν, even and at least 2.</param>
    public static double Cumulative(double t, int freedom)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(freedom, 2);
        ArgumentOutOfRangeException.ThrowIfNotEqual(freedom % 2, 0);
        var sine = t / Math.Sqrt(freedom + (t * t));
        var square = freedom / (freedom + (t * t));
        var (term, sum) = (1.0, 1.0);
        for (var j = 1; j < freedom / 2; j++)
        {
            term *= square * ((2 * j) - 1) / (2 * j);
            sum += term;
        }

        return 0.5 + (0.5 * sine * sum);
    }

    /// <summary>t with P(T ≤ t) = p, by bisection to the last bits.</summary>
    /// <param name="p">In [½, 1).</param>
    /// <param name="freedom">ν, even and at least 2.</param>
    public static double Quantile(double p, int freedom)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(p, 0.5);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(p, 1);
        var (low, high) = (0.0, 1.0);
        while (Cumulative(high, freedom) < p)
        {
            high *= 2;
        }

        for (var halving = 0; halving < 60; halving++)
        {
            var middle = (low + high) / 2;
            (low, high) = Cumulative(middle, freedom) < p ? (middle, high) : (low, middle);
        }

        return high;
    }
}
