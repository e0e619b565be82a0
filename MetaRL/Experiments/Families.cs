using MetaRL.Environments.Control;
using MetaRL.Environments.Tabular;
using MetaRL.Environments.Tasks;
using MetaRL.Experiments.Yaml;

namespace MetaRL.Experiments;

/// <summary>A family that experiment files can name.</summary>
public sealed class FamilyEntry
{
    private readonly Func<YamlSection, TaskFamily> _read;

    internal FamilyEntry(string name, string summary, Func<YamlSection, TaskFamily> read) =>
        (Name, Summary, _read) = (name, summary, read);

    public string Name { get; }

    /// <summary>One line: what the tasks are and what is hidden.</summary>
    public string Summary { get; }

    /// <summary>The family with every setting at its default.</summary>
    public TaskFamily Create() => Read(new YamlSection(new ConfigMap(new Origin(Name), []), "family"));

    /// <summary>Reads the family's own keys of the section <c>family</c>.</summary>
    internal TaskFamily Read(YamlSection section) => _read(section);
}

/// <summary>Every family that experiment files can name.</summary>
public static class Families
{
    private const int LargestGrid = 100; // cells along one side; a tables' size goes with its square

    public static IReadOnlyList<FamilyEntry> All { get; } =
    [
        new(
            "acrobot",
            "two hanging links swung up from the joint between them; masses, length and inertia hidden; 3 actions",
            section => new Acrobot(Horizon(section, 500))),
        new(
            "cart-pole",
            "a pole balanced on a cart; force, pole mass and length hidden; 2 actions",
            section => new CartPole(Horizon(section, 500))),
        new(
            "double-integrator",
            "a mass on a line brought to a hidden target, with hidden mass, drag and gain; continuous actions",
            section => new DoubleIntegrator(Horizon(section, 50))),
        new(
            "mountain-car",
            "a car too weak for its hill; force and gravity hidden; 3 actions",
            section => new MountainCar(Horizon(section, 200))),
        new(
            "mountain-car-continuous",
            "a car too weak for its hill; power and gravity hidden; continuous actions",
            section => new MountainCarContinuous(Horizon(section, 999))),
        new(
            "pendulum",
            "a pendulum swung up by a weak motor; mass and length hidden; continuous actions",
            section => new Pendulum(Horizon(section, 200))),
        new(
            "point-navigation",
            "a point in the plane that must find a goal it cannot see; continuous actions",
            PointNavigation),
        new(
            "reacher",
            "a planar arm of two links that must reach a target it cannot see; continuous actions",
            section => new Reacher(Horizon(section, 100))),
        new(
            "grid-navigation",
            "a grid with one invisible rewarding cell; 5 actions",
            GridNavigation),
    ];

    private static PointNavigation PointNavigation(YamlSection section) => new(
        Horizon(section, 100), section.Number("action_scale", 1.0, NumberRule.Positive),
        section.Flag("sparse", false) ? PointGoals.Semicircle : PointGoals.Square);

    private static int Horizon(YamlSection section, int fallback) => section.Int("horizon", fallback, atLeast: 1);

    private static GridNavigation GridNavigation(YamlSection section)
    {
        var size = section.Int("size", 5, atLeast: 3, atMost: LargestGrid);
        var horizon = section.Int("horizon", 15, atLeast: 1);
        var observation = section.Choice(
            "observation", [("position", CellObservation.Position), ("one-hot", CellObservation.OneHot)]);
        var goals = new GridNavigation(size, heldOutGoals: 0).Goals(TaskSplit.Train).Count;
        var most = goals - new GridNavigation(size, heldOutGoals: goals).Goals(TaskSplit.Train).Count;
        var heldOut = section.Int("held_out_goals", 0, atLeast: 0);
        return heldOut <= most
            ? new GridNavigation(size, horizon, observation, heldOut)
            : throw section.Error(
                "held_out_goals",
                $"{section.Name("held_out_goals")} must be at most {most}, every fourth of the grid's {goals} goals,"
                + $" but is {heldOut}.");
    }
}
