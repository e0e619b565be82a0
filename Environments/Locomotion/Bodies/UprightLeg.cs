namespace MetaRL.Environments.Locomotion.Bodies;

/// <summary>The trunk of hopper and walker, and the leg on which it stands.</summary>
internal static class UprightLeg
{
    private const double Friction = 0.9;

    // Published as differences of heights above the ground, with what they were rounded by
    private const double HalfTrunk = 0.19999999999999996;
    private const double HalfThigh = 0.22500000000000003;
    private const double ThighMiddle = -0.22500000000000009;
    private const double Knee = -0.70000000000000007;

    private static readonly Vector Backwards = new(0, -1, 0);
    private static readonly ByQuaternion Flat = new(0.70710678118654757, 0, -0.70710678118654746, 0);

    /// <summary>Trunk.</summary>
    public static Capsule Trunk { get; } = new("torso_geom", 0.05, HalfTrunk, default, Friction: Friction);

    /// <summary>A leg of thigh, shank and foot.</summary>
    /// <param name="side">Ending of its parts' names.</param>
    /// <param name="foot">Distance of the foot's frame in front of the ankle; m.</param>
    /// <param name="sole">The foot.</param>
    public static Part Of(string side, double foot, Foot sole)
    {
        var toes = new Part(
            $"foot{side}", new(foot, 0, -0.35),
            [new Capsule($"foot{side}_geom", 0.06, sole.HalfLength, new(sole.Middle, 0, 0.1), Flat, sole.Friction)],
            new Hinge($"foot{side}_joint", Backwards, -45, 45, new(-foot, 0, 0.1)));
        var shank = new Part(
            $"leg{side}", new(0, 0, Knee),
            [new Capsule($"leg{side}_geom", 0.04, 0.25, default, Friction: Friction)],
            new Hinge($"leg{side}_joint", Backwards, -150, 0, new(0, 0, 0.25)), [toes]);
        return new Part(
            $"thigh{side}", new(0, 0, -HalfTrunk),
            [new Capsule($"thigh{side}_geom", 0.05, HalfThigh, new(0, 0, ThighMiddle), Friction: Friction)],
            new Hinge($"thigh{side}_joint", Backwards, -150, 0), [shank]);
    }

    /// <param name="HalfLength">Of its cylinder; m.</param>
    /// <param name="Middle">In front of its frame; m.</param>
    /// <param name="Friction">Sliding friction.</param>
    public sealed record Foot(double HalfLength, double Middle, double Friction);
}
