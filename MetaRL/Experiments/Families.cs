using MetaRL.Environments.Bandits;
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

    /// <summary>Reads the section <c>family</c>: the family's own keys, and how its tasks are drawn.</summary>
    internal TaskFamily Read(YamlSection section)
    {
        var family = _read(section);
        if (section.Has("tasks"))
        {
            family = TaskDistributionReader.Read(section.Section("tasks"), family);
        }

        section.End();
        return family;
    }
}

/// <summary>Every family that experiment files can name.</summary>
public static class Families
{
    private const int LargestGrid = 100; // cells along one side; a tables' size goes with its square
    private const int LargestBandit = 1000;
    private const int LargestCatalogue = 1000; // items, or features of one
    private const int LargestMdp = 50; // states or actions; the tables of a task hold S²A numbers of each kind

    public static IReadOnlyList<FamilyEntry> All { get; } =
    [
        new(
            "point-navigation",
            "a point in the plane that must find a goal it cannot see; continuous actions",
            PointNavigation),
        new(
            "grid-navigation",
            "a grid with one invisible rewarding cell; 5 actions",
            GridNavigation),
        new(
            "bandit",
            "a row of arms whose mean rewards are hidden; an episode is n pulls",
            Bandit),
        new(
            "tabular-mdp",
            "a small MDP with hidden transitions and mean rewards, all of them random",
            TabularMdp),
        new(
            "recommendation",
            "a user whose taste is hidden and who is offered other items at every step",
            Recommendation),
    ];

    /// <summary>A family by its name, with some settings as <c>key=value</c> of the section <c>family</c>.</summary>
    /// <exception cref="ConfigurationException">There is no such family or setting, or a rule is broken.</exception>
    public static TaskFamily Create(string name, IReadOnlyList<string> settings)
    {
        var entry = All.FirstOrDefault(one => one.Name == name)
            ?? throw new ConfigurationException(
                $"There is no family '{name}'{NearestName.Cure(name, [.. All.Select(one => one.Name)])}");
        var map = settings.Select(Override.Parse).Aggregate(new ConfigMap(new Origin(name), []), (tree, set) => set.ApplyTo(tree));
        return entry.Read(new YamlSection(map, "family"));
    }

    private static PointNavigation PointNavigation(YamlSection section) => new(
        section.Int("horizon", 100, atLeast: 1), section.Number("action_scale", 1.0, NumberRule.Positive));

    private static Bandit Bandit(YamlSection section) => new(
        section.Int("arms", 5, atLeast: 1, atMost: LargestBandit),
        section.Int("horizon", 100, atLeast: 1),
        section.Choice("rewards", [("bernoulli", BanditRewards.Bernoulli), ("gaussian", BanditRewards.Gaussian)]));

    private static TabularMdp TabularMdp(YamlSection section) => new(
        section.Int("states", 10, atLeast: 2, atMost: LargestMdp),
        section.Int("actions", 5, atLeast: 1, atMost: LargestMdp),
        section.Int("horizon", 10, atLeast: 1));

    private static Recommendation Recommendation(YamlSection section)
    {
        var features = section.Int("features", 8, atLeast: 1, atMost: LargestCatalogue);
        var offered = section.Int("offered", 5, atLeast: 1, atMost: LargestCatalogue);
        var catalogue = section.Int("catalogue", 50, atLeast: 1, atMost: LargestCatalogue);
        var horizon = section.Int("horizon", 20, atLeast: 1);
        var scale = section.Number("scale", 2.0, NumberRule.Positive);
        return offered <= catalogue
            ? new Recommendation(features, offered, catalogue, horizon, scale)
            : throw section.Error(
                "offered",
                $"{section.Name("offered")} must be at most {section.Name("catalogue")}, {catalogue}, but is {offered}.");
    }

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
