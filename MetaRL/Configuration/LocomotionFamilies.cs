using MetaRL.Configuration.Yaml;
using MetaRL.Environments.Locomotion;
using MetaRL.Environments.Tasks;

namespace MetaRL.Configuration;

/// <summary>Families of bodies under MuJoCo, as experiment files name them.</summary>
internal static class LocomotionFamilies
{
    public static IReadOnlyList<Entry<TaskFamily>> All { get; } =
    [
        Family(
            "half-cheetah",
            "a planar runner (MuJoCo) whose masses, friction and damping are hidden; continuous actions",
            section => Read(section, HalfCheetah.Physics)),
        Family(
            "half-cheetah-velocity",
            "a planar runner (MuJoCo) that must run at a hidden velocity; continuous actions",
            section => Read(section, HalfCheetah.Velocity, HalfCheetah.Presets)),
        Family(
            "half-cheetah-direction",
            "a planar runner (MuJoCo) that must run forwards or backwards; continuous actions",
            section => Read(section, HalfCheetah.Direction, HalfCheetah.Presets)),
        Family(
            "ant",
            "a body on four legs (MuJoCo) whose masses, friction and damping are hidden; continuous actions",
            section => Read(section, Ant.Physics)),
        Family(
            "ant-velocity",
            "a body on four legs (MuJoCo) that must walk at a hidden velocity; continuous actions",
            section => Read(section, Ant.Velocity, Ant.VelocityPresets)),
        Family(
            "ant-direction",
            "a body on four legs (MuJoCo) that must walk in a hidden direction; continuous actions",
            section => Read(section, Ant.Direction, Ant.Presets)),
        Family(
            "ant-goal",
            "a body on four legs (MuJoCo) that must find a hidden place; continuous actions",
            section => Read(section, Ant.Goal, Ant.Presets)),
        Family(
            "hopper",
            "a body on one leg (MuJoCo) whose masses, friction and damping are hidden; continuous actions",
            section => Read(section, Upright.Hopper)),
        Family(
            "walker",
            "a body on two legs (MuJoCo) whose masses, friction and damping are hidden; continuous actions",
            section => Read(section, Upright.Walker)),
    ];

    private delegate LocomotionFamily Published(string preset, Func<Protocol, Protocol>? changed);

    private static Entry<TaskFamily> Family(string name, string summary, Func<YamlSection, TaskFamily> read) =>
        new(name, summary, paper: null, (section, _) => read(section));

    private static LocomotionFamily Read(YamlSection section, Published family, IReadOnlyList<string> presets)
    {
        var preset = section.Choice("preset", [.. presets.Select(name => (name, name))]);
        return Read(section, changed => family(preset, changed));
    }

    private static LocomotionFamily Read(
        YamlSection section, Func<Func<Protocol, Protocol>?, LocomotionFamily> family) => family(standard =>
    {
        var ends = standard.Height is null || section.Flag("terminates", true);
        return standard with
        {
            Horizon = section.Int("horizon", standard.Horizon, atLeast: 1),
            ControlCost = section.Number("control_cost", standard.ControlCost, NumberRule.AtLeastZero),
            SurviveBonus = section.Number("survive_bonus", standard.SurviveBonus, NumberRule.AtLeastZero),
            Height = ends ? standard.Height : null,
            Lean = ends ? standard.Lean : null,
        };
    });
}
