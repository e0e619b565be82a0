namespace MetaRL.Environments.Locomotion.Bodies;

/// <summary>A planar body on two legs.</summary>
/// <remarks>
/// The figures are those of Gymnasium's walker2d.xml (Erez, Tassa, Todorov 2011), whose feet differ in friction: 0.9
/// and 1.9.
/// </remarks>
public static class WalkerPlan
{
    /// <summary>The body.</summary>
    public static BodyPlan Plan { get; } = new(
        "walker",
        new Part(
            "torso", new(0, 0, 1.25), [UprightLeg.Trunk],
            Parts:
            [
                UprightLeg.Of("", foot: 0.2, new UprightLeg.Foot(0.1, -0.1, Friction: 0.9)),
                UprightLeg.Of("_left", foot: 0.2, new UprightLeg.Foot(0.1, -0.1, Friction: 1.9)),
            ]),
        [
            new("thigh_joint", 100), new("leg_joint", 100), new("foot_joint", 100), new("thigh_left_joint", 100),
            new("leg_left_joint", 100), new("foot_left_joint", 100),
        ],
        RootMotion.Planar, TimeStep: 0.002, FrameSkip: 4, RungeKutta: true,
        new HingeDefaults(Armature: 0.01, Damping: 0.1),
        new SolidDefaults(TouchEachOther: false, Dimensions: 3, Friction: [0.7, 0.1, 0.1], Density: 1000))
    {
        CountsFromGround = true,
    };
}
