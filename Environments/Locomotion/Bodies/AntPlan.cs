namespace MetaRL.Environments.Locomotion.Bodies;

/// <summary>A ball on four legs of two joints each.</summary>
/// <remarks>The figures are those of Gymnasium's ant.xml (Schulman et al. 2016).</remarks>
public static class AntPlan
{
    private const double Thickness = 0.08;

    private static readonly (double Low, double High) Outwards = (30, 70);
    private static readonly (double Low, double High) Inwards = (-70, -30);

    /// <summary>The body.</summary>
    public static BodyPlan Plan { get; } = new(
        "ant",
        new Part(
            "torso", new(0, 0, 0.75), [new Sphere("torso_geom", 0.25)],
            Parts:
            [
                Leg(1, "front_left_leg", ("left_leg", "left_ankle"), (1, 1), (-1, 1), Outwards),
                Leg(2, "front_right_leg", ("right_leg", "right_ankle"), (-1, 1), (1, 1), Inwards),
                Leg(3, "back_leg", ("back_leg", "third_ankle"), (-1, -1), (-1, 1), Inwards),
                Leg(4, "right_back_leg", ("rightback_leg", "fourth_ankle"), (1, -1), (1, 1), Outwards),
            ]),
        [
            new("hip_4", Gear), new("ankle_4", Gear), new("hip_1", Gear), new("ankle_1", Gear), new("hip_2", Gear),
            new("ankle_2", Gear), new("hip_3", Gear), new("ankle_3", Gear),
        ],
        RootMotion.Free, TimeStep: 0.01, FrameSkip: 5, RungeKutta: true,
        new HingeDefaults(Armature: 1, Damping: 1),
        new SolidDefaults(
            TouchEachOther: false, Dimensions: 3, Friction: [1, 0.5, 0.5], Density: 5, Margin: 0.01));

    private static double Gear => 150;

    // A hip fixed to the torso, an upper and a lower leg, all along one diagonal
    private static Part Leg(
        int number, string name, (string Upper, string Lower) solids, (int X, int Y) to, (int X, int Y) axis,
        (double Low, double High) knee)
    {
        var (hip, foot) = (new Vector(0.2 * to.X, 0.2 * to.Y, 0), new Vector(0.4 * to.X, 0.4 * to.Y, 0));
        var lower = new Part(
            "", hip, [new Bone($"{solids.Lower}_geom", Thickness, default, foot)],
            new Hinge($"ankle_{number}", new(axis.X, axis.Y, 0), knee.Low, knee.High));
        var upper = new Part(
            $"aux_{number}", hip, [new Bone($"{solids.Upper}_geom", Thickness, default, hip)],
            new Hinge($"hip_{number}", new(0, 0, 1), -30, 30), [lower]);
        return new Part(
            name, default, [new Bone($"aux_{number}_geom", Thickness, default, hip)], Parts: [upper]);
    }
}
