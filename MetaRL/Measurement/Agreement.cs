namespace MetaRL.Measurement;

/// <summary>
/// How far one computation in 32-bit floats on a device is from the same in 64-bit floats on the CPU.
/// </summary>
/// <param name="Name">What was computed.</param>
/// <param name="Difference">max |x − y| / max |y| over all numbers, y in 64 bits; infinite where one is not
/// finite.</param>
/// <param name="Tolerance">Largest difference that rounding explains.</param>
public sealed record Agreement(string Name, double Difference, double Tolerance)
{
    public bool Holds => Difference <= Tolerance;
}
