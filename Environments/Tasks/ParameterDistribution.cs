namespace MetaRL.Environments.Tasks;

/// <summary>How the tasks of a family draw one parameter.</summary>
/// <remarks>
/// Every distribution is given by its quantile function, so that evenly spread uniform numbers give evenly spread
/// tasks. Quantiles are computed by <see cref="PortableMath"/>, so that tasks are the same everywhere.
/// </remarks>
public abstract record ParameterDistribution
{
    /// <summary>Smallest interval that holds all values.</summary>
    public abstract Interval Support { get; }

    /// <summary>Where tasks beyond training come from, less <see cref="Support"/>; null where there are none.</summary>
    public Interval? Extrapolation { get; init; }

    /// <summary>Whether there are values beyond <see cref="Support"/> to extrapolate to.</summary>
    public bool Extrapolates => Extrapolation is { } beyond && (beyond.Low < Support.Low || beyond.High > Support.High);

    /// <summary>The value at the quantile <paramref name="u"/> in [0, 1).</summary>
    public abstract double Quantile(double u);

    /// <summary>A share of this distribution: from a single value at 0 to the whole at 1.</summary>
    /// <param name="share">In [0, 1].</param>
    /// <param name="centre">Value at share 0; where <see cref="Support"/> lacks it, the nearest value there.</param>
    public abstract ParameterDistribution Narrow(double share, double centre);

    /// <summary>
    /// A value of <see cref="Extrapolation"/> outside <see cref="Support"/>, uniform over what lies below and above it.
    /// </summary>
    /// <param name="u">Quantile in [0, 1).</param>
    public double Beyond(double u)
    {
        var beyond = Extrapolation ?? Support;
        var below = Math.Max(0, Math.Min(Support.Low, beyond.High) - beyond.Low);
        var above = Math.Max(0, beyond.High - Math.Max(Support.High, beyond.Low));
        var x = u * (below + above);
        return x < below ? x + beyond.Low : x - below + Math.Max(Support.High, beyond.Low);
    }

    // Value at share 0.
    private protected double Start(double centre) => Math.Clamp(centre, Support.Low, Support.High);

    private protected Interval Narrow(Interval all, double share, double centre)
    {
        var start = Start(centre);
        return new Interval(start + (share * (all.Low - start)), start + (share * (all.High - start)));
    }
}

/// <summary>The same value in every task.</summary>
public sealed record FixedValue(double Value) : ParameterDistribution
{
    public override Interval Support => new(Value, Value);

    public override double Quantile(double u) => Value;

    public override ParameterDistribution Narrow(double share, double centre) => this;
}

/// <summary>Uniform over an interval.</summary>
public sealed record UniformDistribution(Interval Range) : ParameterDistribution
{
    public override Interval Support => Range;

    public override double Quantile(double u) => (u * (Range.High - Range.Low)) + Range.Low;

    public override ParameterDistribution Narrow(double share, double centre) =>
        this with { Range = Narrow(Range, share, centre) };
}

/// <summary>The logarithm is uniform; the interval is above 0.</summary>
public sealed record LogUniformDistribution(Interval Range) : ParameterDistribution
{
    public override Interval Support => Range;

    /// <summary>low · (high / low)ᵘ.</summary>
    public override double Quantile(double u) =>
        Math.Min(Range.Low * PortableMath.Exp(u * PortableMath.Log(Range.High / Range.Low)), Range.High);

    public override ParameterDistribution Narrow(double share, double centre) =>
        this with { Range = Narrow(Range, share, centre) };
}

/// <summary>Normal, cut off at three standard deviations.</summary>
public sealed record NormalDistribution(double Mean, double Std) : ParameterDistribution
{
    private const double Cut = 3;              // standard deviations
    private const double Tail = 0.0013498980316300946; // Φ(−3)

    public override Interval Support => new(Mean - (Cut * Std), Mean + (Cut * Std));

    public override double Quantile(double u) =>
        (PortableMath.NormalQuantile((u * (1 - (2 * Tail))) + Tail) * Std) + Mean;

    public override ParameterDistribution Narrow(double share, double centre)
    {
        var start = Start(centre);
        return this with { Mean = start + (share * (Mean - start)), Std = share * Std };
    }
}

/// <summary>Normal over the whole line, as far out as 53 random bits reach.</summary>
/// <remarks>
/// For published families whose values are normal: cutting the tails off would lower the best of many values.
/// </remarks>
public sealed record WholeNormalDistribution(double Mean, double Std) : ParameterDistribution
{
    private const double Reach = 8.3;                 // standard deviations; Φ(−8.3) < 2⁻⁵³
    private const double LeastTail = 1.0 / (1L << 54); // probability

    public override Interval Support => new(Mean - (Reach * Std), Mean + (Reach * Std));

    public override double Quantile(double u) => (PortableMath.NormalQuantile(Math.Max(u, LeastTail)) * Std) + Mean;

    public override ParameterDistribution Narrow(double share, double centre)
    {
        var start = Start(centre);
        return this with { Mean = start + (share * (Mean - start)), Std = share * Std };
    }
}

/// <summary>One of some values, each equally likely.</summary>
public sealed record ChoiceDistribution(IReadOnlyList<double> Values) : ParameterDistribution
{
    public override Interval Support => new(Values.Min(), Values.Max());

    public override double Quantile(double u) => Values[(int)(u * Values.Count)];

    /// <summary>The nearest values to the centre, at least one.</summary>
    public override ParameterDistribution Narrow(double share, double centre) => this with
    {
        Values =
        [
            .. Values.OrderBy(value => Math.Abs(value - centre))
                .Take(Math.Max(1, (int)Math.Ceiling(share * Values.Count))),
        ],
    };
}
