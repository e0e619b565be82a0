using MetaRL.Kernels;

namespace MetaRL.Environments.Control;

/// <summary>Angles and speeds of two links, or the derivatives of these by time.</summary>
internal readonly record struct TwoLinks<T>(T Angle1, T Angle2, T Speed1, T Speed2)
    where T : struct, IReal<T>
{
    /// <summary>x + share · time · other.</summary>
    public TwoLinks<T> Plus(in TwoLinks<T> other, T time, double share = 1) => new(
        Angle1.Plus(other.Angle1, time, share), Angle2.Plus(other.Angle2, time, share),
        Speed1.Plus(other.Speed1, time, share), Speed2.Plus(other.Speed2, time, share));

    /// <summary>x + time · other.</summary>
    public TwoLinks<T> Plus(in TwoLinks<T> other, double time) => new(
        Angle1.Plus(other.Angle1, time), Angle2.Plus(other.Angle2, time),
        Speed1.Plus(other.Speed1, time), Speed2.Plus(other.Speed2, time));

    /// <summary>k₁ + 2k₂ + 2k₃ + k₄, of Runge and Kutta's fourth order method.</summary>
    public static TwoLinks<T> Weighted(
        in TwoLinks<T> k1, in TwoLinks<T> k2, in TwoLinks<T> k3, in TwoLinks<T> k4) =>
        k1.Plus(k2, 2).Plus(k3, 2).Plus(k4, 1);
}
