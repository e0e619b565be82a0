using MetaRL.Configuration.Yaml;
using MetaRL.Environments.Bandits;
using MetaRL.Environments.Control;
using MetaRL.Environments.Grids;
using MetaRL.Environments.Tabular;
using MetaRL.Environments.Tasks;

namespace MetaRL.Configuration;

/// <summary>Every family that experiment files can name.</summary>
public static class Families
{
    private const int LargestGrid = 100; // cells along one side; a tables' size goes with its square
    private const int LargestBandit = 1000;
    private const int LargestCatalogue = 1000; // items, or features of one
    private const int LargestMdp = 50; // states or actions; the tables of a task hold S²A numbers of each kind

    public static Registry<TaskFamily> All { get; } = new("family",
    [
        Family(
            "acrobot",
            "two hanging links swung up from the joint between them; masses, length and inertia hidden; 3 actions",
            section => new Acrobot(Horizon(section, new Acrobot()))),
        Family(
            "cart-pole",
            "a pole balanced on a cart; force, pole mass and length hidden; 2 actions",
            section => new CartPole(Horizon(section, new CartPole()))),
        Family(
            "meta-cart-pole",
            "a cart-pole seen through a hidden map, without its speeds; needs memory within the episode; 2 actions",
            section => new MetaCartPole(Horizon(section, new MetaCartPole()))),
        Family(
            "double-integrator",
            "a mass on a line brought to a hidden target, with hidden mass, drag and gain; continuous actions",
            section => new DoubleIntegrator(Horizon(section, new DoubleIntegrator()))),
        Family(
            "mountain-car",
            "a car too weak for its hill; force and gravity hidden; 3 actions",
            section => new MountainCar(Horizon(section, new MountainCar()))),
        Family(
            "mountain-car-continuous",
            "a car too weak for its hill; power and gravity hidden; continuous actions",
            section => new MountainCarContinuous(Horizon(section, new MountainCarContinuous()))),
        Family(
            "pendulum",
            "a pendulum swung up by a weak motor; mass and length hidden; continuous actions",
            section => new Pendulum(Horizon(section, new Pendulum()))),
        Family(
            "point-navigation",
            "a point in the plane that must find a goal it cannot see; continuous actions",
            PointNavigation),
        Family(
            "reacher",
            "a planar arm of two links that must reach a target it cannot see; continuous actions",
            section => new Reacher(Horizon(section, new Reacher()))),
        Family(
            "grid-navigation",
            "a grid with one invisible rewarding cell; 5 actions",
            GridNavigation),
        Family(
            "windy-grid",
            "a grid with a known goal whose columns blow the agent up or down by hidden amounts; 4 actions",
            WindyGrid),
        Family(
            "slippery-grid",
            "a frozen lake with hidden holes and a hidden probability to slip; 4 actions",
            SlipperyGrid),
        Family(
            "remapped-grid",
            "a grid with a known goal whose actions have hidden, permuted meanings; 5 actions",
            RemappedGrid),
        Family(
            "maze",
            "a random maze seen through a small view, with a hidden goal; 4 actions",
            Maze),
        Family(
            "key-door",
            "a dark room with a hidden key, door and goal; needs memory within the episode; 5 actions",
            KeyDoor),
        Family(
            "dark-room",
            "a dark room with a hidden goal, a key and a door, or permuted actions, as published for learning in"
            + " context; 5 actions",
            DarkRoom),
        Family(
            "bandit",
            "a row of arms whose mean rewards are hidden; an episode is n pulls",
            Bandit),
        Family(
            "tabular-mdp",
            "a small MDP with hidden transitions and mean rewards, all of them random",
            TabularMdp),
        Family(
            "recommendation",
            "a user whose taste is hidden and who is offered other items at every step",
            Recommendation),
        .. LocomotionFamilies.All,
    ]);

    /// <summary>A family by its name, with some settings as <c>key=value</c> of the section <c>family</c>.</summary>
    /// <exception cref="ConfigurationException">There is no such family or setting, or a rule is broken.</exception>
    public static TaskFamily Create(string name, params IReadOnlyList<string> settings)
    {
        var entry = All.Find(name) ?? throw new ConfigurationException(All.Missing(name));
        Override[] sets = [.. settings.Select(Override.Parse)];
        if (sets.FirstOrDefault(set => set.Keys is ["name", ..]) is { } renaming)
        {
            throw renaming.Origin.Error($"The family is '{name}' already; leave out 'name', or name another family.");
        }

        var place = new Origin(name);
        var own = new ConfigMap(place, [new ConfigEntry("name", new ConfigScalar(place, name, IsNull: false), place)]);
        var root = sets.Select(set => set with { Keys = ["family", .. set.Keys] }).Aggregate(
            new ConfigMap(place, [new ConfigEntry("family", own, place)]), ParameterNames.Apply);
        return Read(entry, new YamlSection(((ConfigMap)root.Find("family")!.Value).Without("name"), "family"));
    }

    /// <summary>Reads the section <c>family</c>: the family's own keys, and how its tasks are drawn.</summary>
    internal static TaskFamily Read(Entry<TaskFamily> entry, YamlSection section)
    {
        var family = entry.Read(section, new SharedSettings());
        var isDrawn = section.HasOptional("tasks");
        TaskDistributionReader.Record(section, family);
        if (isDrawn)
        {
            family = TaskDistributionReader.Read(section.Section("tasks"), family);
        }

        section.End();
        return family;
    }

    private static Entry<TaskFamily> Family(string name, string summary, Func<YamlSection, TaskFamily> read) =>
        new(name, summary, paper: null, (section, _) => read(section));

    private static PointNavigation PointNavigation(YamlSection section)
    {
        var horizon = Horizon(section, new PointNavigation());
        var scale = section.Number("action_scale", new PointNavigation().ActionScale, NumberRule.Positive);
        if (!section.Flag("sparse", false))
        {
            return new PointNavigation(horizon, scale);
        }

        var goals = section.Choice(
            "goals", [("any", PointGoals.Semicircle), ("pearl-2019", PointGoals.HundredOfSemicircle)]);
        return new PointNavigation(horizon, scale, goals, section.Flag("dense_training", false));
    }

    private static int Horizon(YamlSection section, TaskFamily standard) =>
        section.Int("horizon", standard.Horizon, atLeast: 1);

    private static Bandit Bandit(YamlSection section) => new(
        section.Int("arms", new Bandit().Arms, atLeast: 1, atMost: LargestBandit),
        Horizon(section, new Bandit()),
        section.Choice("rewards", [("bernoulli", BanditRewards.Bernoulli), ("gaussian", BanditRewards.Gaussian)]));

    private static TabularMdp TabularMdp(YamlSection section) => new(
        section.Int("states", new TabularMdp().States, atLeast: 2, atMost: LargestMdp),
        section.Int("actions", new TabularMdp().ActionCount, atLeast: 1, atMost: LargestMdp),
        Horizon(section, new TabularMdp()));

    private static Recommendation Recommendation(YamlSection section)
    {
        var standard = new Recommendation();
        var features = section.Int("features", standard.Features, atLeast: 1, atMost: LargestCatalogue);
        var offered = section.Int("offered", standard.Offered, atLeast: 1, atMost: LargestCatalogue);
        var catalogue = section.Int("catalogue", standard.CatalogueSize, atLeast: 1, atMost: LargestCatalogue);
        var horizon = Horizon(section, standard);
        var scale = section.Number("scale", standard.Scale, NumberRule.Positive);
        return offered <= catalogue
            ? new Recommendation(features, offered, catalogue, horizon, scale)
            : throw section.Error(
                "offered",
                $"{section.Name("offered")} must be at most {section.Name("catalogue")}, {catalogue}, but is"
                + $" {offered}.");
    }

    private static GridNavigation GridNavigation(YamlSection section)
    {
        var standard = new GridNavigation();
        var size = section.Int("size", standard.Size, atLeast: 3, atMost: LargestGrid);
        var horizon = Horizon(section, standard);
        var observation = Observation(section);
        var goals = new GridNavigation(size, heldOutGoals: 0).Goals(TaskSplit.Train).Count;
        var most = goals - new GridNavigation(size, heldOutGoals: goals).Goals(TaskSplit.Train).Count;
        var heldOut = section.Int("held_out_goals", 0, atLeast: 0);
        var dynamics = Dynamics(section, standard.Dynamics);
        return heldOut <= most
            ? new GridNavigation(size, horizon, observation, heldOut, dynamics)
            : throw section.Error(
                "held_out_goals",
                $"{section.Name("held_out_goals")} must be at most {most}, every fourth of the grid's {goals} goals,"
                + $" but is {heldOut}.");
    }

    private static WindyGrid WindyGrid(YamlSection section)
    {
        var standard = new WindyGrid();
        var width = section.Int("width", standard.Columns, atLeast: 2, atMost: LargestGrid);
        var height = section.Int("height", standard.Rows, atLeast: 2, atMost: LargestGrid);
        return new WindyGrid(
            width, height, Horizon(section, standard.Horizon, width + height), Observation(section),
            Varying(section, standard.Dynamics));
    }

    private static SlipperyGrid SlipperyGrid(YamlSection section)
    {
        var standard = new SlipperyGrid();
        var size = section.Int("size", standard.Columns, atLeast: 2, atMost: LargestGrid);
        return new SlipperyGrid(
            size, Horizon(section, standard.Horizon, size * size), Observation(section),
            section.Number(
                "hole_probability", standard.HoleProbability,
                new NumberRule("from 0 to 0.4", 0, 0.4)),
            Dynamics(section, standard.Dynamics));
    }

    private static RemappedGrid RemappedGrid(YamlSection section)
    {
        var standard = new RemappedGrid();
        var size = section.Int("size", standard.Columns, atLeast: 2, atMost: LargestGrid);
        return new RemappedGrid(
            size, Horizon(section, standard.Horizon, 2 * size), Observation(section),
            Varying(section, standard.Dynamics));
    }

    private static Maze Maze(YamlSection section)
    {
        var standard = new Maze();
        var size = section.Int("size", standard.Columns, atLeast: 5, atMost: LargestGrid);
        if (size % 2 == 0)
        {
            throw section.Error(
                "size", $"{section.Name("size")} must be odd, rooms with walls between them, but is {size}.");
        }

        var view = section.Choice<(int? Cells, CellObservation Cell)>(
            "observation",
            ("view-3", (3, CellObservation.Position)),
            ("view-5", (5, CellObservation.Position)),
            ("position", (null, CellObservation.Position)),
            ("one-hot", (null, CellObservation.OneHot)));
        return new Maze(
            size, Horizon(section, standard.Horizon, (size - 1) / 2 * ((size - 1) / 2) * 2), view.Cells,
            section.Number("openings", standard.Openings, NumberRule.UnitInterval), view.Cell,
            Dynamics(section, standard.Dynamics));
    }

    private static KeyDoor KeyDoor(YamlSection section)
    {
        var standard = new KeyDoor();
        var size = section.Int("size", standard.Columns, atLeast: 3, atMost: LargestGrid);
        return new KeyDoor(
            size, Horizon(section, standard.Horizon, size + (4 * (size - 1))), Observation(section),
            section.Flag("ends_at_door", false), Dynamics(section, standard.Dynamics));
    }

    private static DarkRoom DarkRoom(YamlSection section)
    {
        var variant = section.Choice(
            "variant",
            ("ad", DarkRoomVariant.AlgorithmDistillation),
            ("dpt", DarkRoomVariant.DecisionPretraining),
            ("permuted", DarkRoomVariant.PermutedActions),
            ("key-to-door", DarkRoomVariant.KeyToDoor),
            ("hard", DarkRoomVariant.Hard));
        var standard = new DarkRoom(variant);
        var least = variant switch
        {
            DarkRoomVariant.PermutedActions => 2 * standard.Rows,
            DarkRoomVariant.KeyToDoor => 3 * (standard.Rows - 1),
            _ => 1,
        };
        return new DarkRoom(variant, Horizon(section, standard.Horizon, least), Observation(section));
    }

    // The published horizon, or more where the grid is so large that it could not be crossed.
    private static int Horizon(YamlSection section, int published, int least) =>
        section.Int("horizon", Math.Max(published, least), atLeast: least);

    private static CellObservation Observation(YamlSection section) => section.Choice(
        "observation", [("position", CellObservation.Position), ("one-hot", CellObservation.OneHot)]);

    private static GridDynamics Dynamics(YamlSection section, GridDynamics standard) => new(
        section.Flag("stay", standard.Stay), section.Flag("slip", standard.Slip), section.Flag("wind", standard.Wind),
        section.Flag("remap", standard.Remap));

    // Of a grid whose layout is the same in all tasks.
    private static GridDynamics Varying(YamlSection section, GridDynamics standard)
    {
        var dynamics = Dynamics(section, standard);
        return !dynamics.AreFixed
            ? dynamics
            : throw section.Error(
                standard.Wind ? "wind" : "remap",
                "All tasks would be the same; set one of slip, wind and remap to true.");
    }
}
