using MetaRL.Environments.Locomotion.Bodies;
using MetaRL.Environments.Tasks;

namespace MetaRL.Environments.Locomotion;

/// <summary>Families of a ball on four legs.</summary>
/// <remarks>
/// Finn, Abbeel, Levine 2017, section 5.3, and the repositories of the papers. Costs of contacts are left out: this
/// engine computes no contact forces outside of sensors, and the published weight of 0.0005 makes little of them.
/// </remarks>
public static class Ant
{
    // rllab's model begins on bent legs, close to the ground
    private static readonly double[] Bent = [0, 0, 0.55, 1, 0, 0, 0, 0, 1, 0, -1, 0, -1, 0, 1];

    /// <summary>Names of the presets of <see cref="Velocity"/>.</summary>
    public static IReadOnlyList<string> VelocityPresets => [Preset.Maml, Preset.PyTorchMamlRl];

    /// <summary>Names of the presets of <see cref="Direction"/> and <see cref="Goal"/>.</summary>
    public static IReadOnlyList<string> Presets => [Preset.Maml, Preset.PyTorchMamlRl, Preset.ProMp, Preset.Pearl];

    /// <summary>Along x, with hidden physics.</summary>
    public static LocomotionFamily Physics(Func<Protocol, Protocol>? changed = null) => new(
        "ant", AntPlan.Plan, new Bearing(),
        new Protocol(Horizon: 200, ControlCost: 0.5, SurviveBonus: 1) { Height = (0.2, 1) }.With(changed),
        hidesPhysics: true, "Gymnasium Ant without contact forces; random physics as in dennisl88/rand_param_envs.");

    /// <summary>At a hidden velocity along x.</summary>
    public static LocomotionFamily Velocity(string preset = Preset.Maml, Func<Protocol, Protocol>? changed = null) =>
        VelocityPresets.Contains(preset)
            ? new(
                "ant-velocity", AntPlan.Plan, new Speed(new(0, 3), Bonus: 1), Standing(preset).With(changed),
                hidesPhysics: false, Source(preset), PublishedTasks.Velocities(high: 3))
            : throw Preset.Unknown(preset, VelocityPresets);

    /// <summary>In a hidden direction: along x or against it, in the preset <c>pearl</c> anywhere.</summary>
    public static LocomotionFamily Direction(string preset = Preset.Maml, Func<Protocol, Protocol>? changed = null) =>
        new(
            "ant-direction", AntPlan.Plan,
            new Bearing(
                preset == Preset.Pearl
                    ? new UniformDistribution(new(0, 2 * Math.PI))
                    : new ChoiceDistribution([0, Math.PI])),
            (preset switch
            {
                Preset.Maml or Preset.PyTorchMamlRl => Standing(preset),
                Preset.ProMp => new Protocol(Horizon: 100, ControlCost: 0.5, SurviveBonus: 1) { Height = (0, 1) },
                Preset.Pearl => new(Horizon: 200, ControlCost: 0.5, SurviveBonus: 1) { Height = (0.2, 1) },
                _ => throw Preset.Unknown(preset, Presets),
            }).With(changed),
            hidesPhysics: false, Source(preset),
            PublishedTasks.Directions("angle", seed: 2, high: 3, backwards: Math.PI, forwards: 0));

    /// <summary>To a hidden place; its own is seen, or it could not be found.</summary>
    public static LocomotionFamily Goal(string preset = Preset.Maml, Func<Protocol, Protocol>? changed = null)
    {
        var isStanding = preset is Preset.Maml or Preset.PyTorchMamlRl;
        return new(
            "ant-goal", AntPlan.Plan, isStanding ? new Place(3, Bonus: 4) : new Place(3, OnDisc: true),
            (preset switch
            {
                Preset.Maml or Preset.PyTorchMamlRl => Standing(preset) with { SeesPlace = true },
                Preset.ProMp => new Protocol(Horizon: 100, ControlCost: 0.1) { SeesPlace = true },
                Preset.Pearl => new Protocol(Horizon: 200, ControlCost: 0.1) { SeesPlace = true },
                _ => throw Preset.Unknown(preset, Presets),
            }).With(changed),
            hidesPhysics: false, Source(preset));
    }

    private static Protocol Standing(string preset)
    {
        var standing = new Protocol(Horizon: 100, ControlCost: 0.005, SurviveBonus: 0.05) { Height = (0.2, 1) };
        return preset == Preset.Maml
            ? standing with { Horizon = 200, CostsClipped = true, Start = StartNoise.Rllab, FirstPosition = Bent }
            : standing;
    }

    private static string Source(string preset) =>
        $"Finn, Abbeel, Levine 2017 (MAML), as {Preset.Repository(preset)} has it, without costs of contacts.";
}
