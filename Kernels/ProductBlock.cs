using System.Runtime.Intrinsics;

namespace MetaRL.Kernels;

/// <summary>The product that kernels compute most, a block of rows times a layer, to measure its rate.</summary>
public static class ProductBlock
{
    private const int Rows = 60;
    private const int Units = 64;

    /// <summary>Additions and multiplications of one product.</summary>
    public const double Operations = 2.0 * Rows * Units * Units;

    /// <summary>Computes a product many times, on the calling thread.</summary>
    /// <param name="times">How many times.</param>
    public static void Compute(int times)
    {
        if (Vector512.IsHardwareAccelerated)
        {
            Compute<Float512>(times);
        }
        else
        {
            Compute<Float256>(times);
        }
    }

    private static void Compute<TVector>(int times)
        where TVector : struct, IVector<TVector, float>
    {
        var (a, b, c) = (new float[Rows * Units], new float[Units * Units], new float[Rows * Units]);
        for (var time = 0; time < times; time++)
        {
            MatrixProduct<TVector, float>.Add(
                Rows, Units, Units, new(ref a[0], Units), new(ref b[0], Units), new(ref c[0], Units),
                new(ref c[0], Units));
        }
    }
}
