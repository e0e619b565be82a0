using MetaRL.Environments.Locomotion.Bodies;

namespace MetaRL.Environments.Locomotion;

/// <summary>Families of a planar runner.</summary>
/// <remarks>
/// Finn, Abbeel, Levine 2017, section 5.3: velocities U[0, 2] or a direction, r = −|v − v*| − 0.05 ‖a‖² or
/// ±v − 0.05 ‖a‖², 200 steps. The presets are what the repositories of the papers run: they differ in the range of
/// velocities, the horizon, what is seen and how episodes begin. The paper's body is rllab's on an older engine, and
/// its velocity that of the centre of mass.
/// </remarks>
public static class HalfCheetah
{
    private const double Cost = 0.05;

    /// <summary>Names of the presets of <see cref="Velocity"/> and <see cref="Direction"/>.</summary>
    public static IReadOnlyList<string> Presets => [Preset.Maml, Preset.PyTorchMamlRl, Preset.ProMp, Preset.Pearl];

    /// <summary>Forwards, with hidden physics.</summary>
    public static LocomotionFamily Physics(Func<Protocol, Protocol>? changed = null) => new(
        "half-cheetah", HalfCheetahPlan.Plan, new Heading(Varies: false),
        new Protocol(Horizon: 200, ControlCost: 0.1).With(changed), hidesPhysics: true,
        "Gymnasium HalfCheetah; random physics as in dennisl88/rand_param_envs.");

    /// <summary>At a hidden velocity.</summary>
    public static LocomotionFamily Velocity(string preset = Preset.Maml, Func<Protocol, Protocol>? changed = null)
    {
        var highest = preset is Preset.ProMp or Preset.Pearl ? 3 : 2;
        return new(
            "half-cheetah-velocity", HalfCheetahPlan.Plan, new Speed(new(0, highest)),
            Of(preset).With(changed), hidesPhysics: false, Source(preset), PublishedTasks.Velocities(high: 2));
    }

    /// <summary>In a hidden direction.</summary>
    public static LocomotionFamily Direction(string preset = Preset.Maml, Func<Protocol, Protocol>? changed = null) =>
        new(
            "half-cheetah-direction", HalfCheetahPlan.Plan, new Heading(Varies: true), Of(preset).With(changed),
            hidesPhysics: false, Source(preset),
            PublishedTasks.Directions("direction", seed: 1, high: 2, backwards: -1, forwards: 1));

    private static Protocol Of(string preset) => preset switch
    {
        Preset.Maml => new(Horizon: 200, Cost)
        {
            CostsClipped = true, AlsoSeen = AlsoSeen.CentreOfMass, Start = StartNoise.Rllab,
        },
        Preset.PyTorchMamlRl => new(Horizon: 100, Cost) { AlsoSeen = AlsoSeen.Torso },
        Preset.ProMp => new(Horizon: 100, Cost),
        Preset.Pearl => new(Horizon: 200, Cost) { AlsoSeen = AlsoSeen.Torso },
        _ => throw Preset.Unknown(preset, Presets),
    };

    private static string Source(string preset) =>
        $"Finn, Abbeel, Levine 2017 (MAML), section 5.3, as {Preset.Repository(preset)} has it.";
}
