namespace MetaRL.Kernels;

/// <summary>
/// A number of an equation: one for each of many environments, whose equations are thereby written once for vectors of
/// a processor and for tensors.
/// </summary>
/// <remarks>Comparisons give what <see cref="Count"/>, | and &amp; take: whether, for each environment.</remarks>
/// <typeparam name="TSelf">The number.</typeparam>
public interface IReal<TSelf>
    where TSelf : struct, IReal<TSelf>
{
    /// <summary>Whether it has 32 bits.</summary>
    bool IsSingle { get; }

    static abstract TSelf operator -(TSelf x);

    static abstract TSelf operator +(TSelf x, TSelf y);

    static abstract TSelf operator -(TSelf x, TSelf y);

    static abstract TSelf operator *(TSelf x, TSelf y);

    static abstract TSelf operator /(TSelf x, TSelf y);

    static abstract TSelf operator +(TSelf x, double y);

    static abstract TSelf operator -(TSelf x, double y);

    static abstract TSelf operator *(TSelf x, double y);

    static abstract TSelf operator >(TSelf x, TSelf y);

    static abstract TSelf operator <(TSelf x, TSelf y);

    static abstract TSelf operator >=(TSelf x, TSelf y);

    static abstract TSelf operator <=(TSelf x, TSelf y);

    static abstract TSelf operator >(TSelf x, double y);

    static abstract TSelf operator <(TSelf x, double y);

    static abstract TSelf operator >=(TSelf x, double y);

    static abstract TSelf operator <=(TSelf x, double y);

    static abstract TSelf operator |(TSelf x, TSelf y);

    static abstract TSelf operator &(TSelf x, TSelf y);

    /// <summary>x + times · y.</summary>
    TSelf Plus(TSelf y, double times);

    /// <summary>x + times · y z.</summary>
    TSelf Plus(TSelf y, TSelf z, double times = 1);

    /// <summary>sin x and cos x.</summary>
    (TSelf Sin, TSelf Cos) SinCos();

    /// <summary>sin x.</summary>
    TSelf Sin();

    /// <summary>cos x.</summary>
    TSelf Cos();

    /// <summary>√x.</summary>
    TSelf Sqrt();

    /// <summary>|x|.</summary>
    TSelf Abs();

    /// <summary>−1, 0 or 1.</summary>
    TSelf Sign();

    /// <summary>⌊x⌋.</summary>
    TSelf Floor();

    /// <summary>⌈x⌉.</summary>
    TSelf Ceiling();

    /// <summary>x / divisor without its fraction.</summary>
    TSelf Quotient(double divisor);

    /// <summary>min(x, y).</summary>
    TSelf Min(TSelf y);

    /// <summary>max(x, y).</summary>
    TSelf Max(TSelf y);

    /// <summary>x brought into [low, high].</summary>
    TSelf Clamp(double low, double high);

    /// <summary>1 where a comparison holds, else 0.</summary>
    TSelf Count();

    /// <summary>The same number for every environment that this one is of.</summary>
    TSelf Everywhere(double value);

    /// <summary>A comparison that holds nowhere.</summary>
    TSelf Never();
}
