namespace MetaRL.Environments.Locomotion.Bodies;

/// <summary>A planar runner with a hind and a fore leg.</summary>
/// <remarks>The figures are those of Gymnasium's half_cheetah.xml (Wawrzyński 2009).</remarks>
public static class HalfCheetahPlan
{
    private const double Radius = 0.046;

    private static readonly Vector Across = new(0, 1, 0);

    //                       at             capsule: angle, half length, middle    range          stiffness, damping
    private static readonly Part HindFoot = Limb(
        "bfoot", (-0.28, -0.14), -0.27, 0.094, (0.03, -0.097), (-0.4, 0.785), 120, 3);

    private static readonly Part HindShin = Limb(
        "bshin", (0.16, -0.25), -2.03, 0.15, (-0.14, -0.07), (-0.785, 0.785), 180, 4.5, HindFoot);

    private static readonly Part HindThigh = Limb(
        "bthigh", (-0.5, 0), -3.8, 0.145, (0.1, -0.13), (-0.52, 1.05), 240, 6, HindShin);

    private static readonly Part ForeFoot = Limb(
        "ffoot", (0.13, -0.18), -0.6, 0.07, (0.045, -0.07), (-0.5, 0.5), 60, 1.5);

    private static readonly Part ForeShin = Limb(
        "fshin", (-0.14, -0.24), -0.6, 0.106, (0.065, -0.09), (-1.2, 0.87), 120, 3, ForeFoot);

    private static readonly Part ForeThigh = Limb(
        "fthigh", (0.5, 0), 0.52, 0.133, (-0.07, -0.12), (-1, 0.7), 180, 4.5, ForeShin);

    /// <summary>The body.</summary>
    public static BodyPlan Plan { get; } = new(
        "half-cheetah",
        new Part(
            "torso", new(0, 0, 0.7),
            [
                new Bone("torso", Radius, new(-0.5, 0, 0), new(0.5, 0, 0)),
                new Capsule("head", Radius, 0.15, new(0.6, 0, 0.1), new AboutY(0.87)),
            ],
            Parts: [HindThigh, ForeThigh]),
        [
            new("bthigh", 120), new("bshin", 90), new("bfoot", 60), new("fthigh", 120), new("fshin", 60),
            new("ffoot", 30),
        ],
        RootMotion.Planar, TimeStep: 0.01, FrameSkip: 5, RungeKutta: false,
        new HingeDefaults(Armature: 0.1, Damping: 0.01, Stiffness: 8),
        new SolidDefaults(TouchEachOther: false, Dimensions: 3, Friction: [0.4, 0.1, 0.1]))
    {
        InDegrees = false,
        TotalMass = 14,
        Softness = new Softness([0, 0.8, 0.03], [0.02, 1], [0, 0.8, 0.01], [0.02, 1]),
    };

    private static Part Limb(
        string name, (double X, double Z) at, double angle, double halfLength, (double X, double Z) middle,
        (double Low, double High) range, double stiffness, double damping, params IReadOnlyList<Part> parts) => new(
        name, new(at.X, 0, at.Z),
        [new Capsule(name, Radius, halfLength, new(middle.X, 0, middle.Z), new AboutY(angle))],
        new Hinge(name, Across, range.Low, range.High, Stiffness: stiffness, Damping: damping), parts);
}
