namespace MetaRL.Environments.Locomotion.Bodies;

/// <summary>A planar body on one leg.</summary>
/// <remarks>The figures are those of Gymnasium's hopper.xml (Erez, Tassa, Todorov 2011).</remarks>
public static class HopperPlan
{
    /// <summary>The body.</summary>
    public static BodyPlan Plan { get; } = new(
        "hopper",
        new Part(
            "torso", new(0, 0, 1.25), [UprightLeg.Trunk],
            Parts: [UprightLeg.Of("", foot: 0.13, new UprightLeg.Foot(0.195, -0.065, Friction: 2))]),
        [new("thigh_joint", 200), new("leg_joint", 200), new("foot_joint", 200)],
        RootMotion.Planar, TimeStep: 0.002, FrameSkip: 4, RungeKutta: true,
        new HingeDefaults(Armature: 1, Damping: 1),
        new SolidDefaults(TouchEachOther: true, Dimensions: 1, Margin: 0.001))
    {
        CountsFromGround = true,
        Softness = new Softness(ContactImpedance: [0.8, 0.8, 0.01], ContactReference: [0.02, 1]),
    };
}
