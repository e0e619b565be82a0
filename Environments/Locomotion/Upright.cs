using MetaRL.Environments.Locomotion.Bodies;

namespace MetaRL.Environments.Locomotion;

/// <summary>Families of bodies that stand upright and fall: hopper and walker.</summary>
/// <remarks>
/// dennisl88/rand_param_envs, as Rothfuss et al. 2019 and Rakelly et al. 2019 use it: r = v + 1 − 0.001 ‖a‖², 200
/// steps, physics hidden.
/// </remarks>
public static class Upright
{
    private const string Source = "dennisl88/rand_param_envs, which Rakelly et al. 2019 (PEARL) use.";

    private static readonly Protocol Standing = new(Horizon: 200, ControlCost: 0.001, SurviveBonus: 1)
    {
        Start = StartNoise.Upright, MostSpeedSeen = 10,
    };

    /// <summary>One leg.</summary>
    public static LocomotionFamily Hopper(Func<Protocol, Protocol>? changed = null) => Of(
        "hopper", HopperPlan.Plan, Standing with { Height = (0.7, double.PositiveInfinity), Lean = 0.2 }, changed);

    /// <summary>Two legs.</summary>
    public static LocomotionFamily Walker(Func<Protocol, Protocol>? changed = null) =>
        Of("walker", WalkerPlan.Plan, Standing with { Height = (0.8, 2), Lean = 1 }, changed);

    private static LocomotionFamily Of(
        string name, BodyPlan plan, Protocol protocol, Func<Protocol, Protocol>? changed) => new(
        name, plan, new Heading(Varies: false), protocol.With(changed), hidesPhysics: true,
        Source);
}
