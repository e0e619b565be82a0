using System.Globalization;
using MetaRL.Configuration.Sweeps;
using MetaRL.Configuration.Yaml;

namespace MetaRL.Configuration;

/// <summary>One experiment as a tree: its group's shared keys filled in and overrides applied, not yet read.</summary>
/// <param name="Root">The tree.</param>
/// <param name="Group">Name of its group; null where it stands alone.</param>
/// <param name="Point">The values that it has of a sweep; null where nothing is swept.</param>
internal sealed record ExperimentTree(ConfigMap Root, string? Group, SweepPoint? Point = null)
{
    /// <summary>A file that is one experiment.</summary>
    public static ExperimentTree Single(ConfigMap root, IReadOnlyList<Override> overrides)
    {
        if (overrides.FirstOrDefault(IsOfOne) is { } misplaced)
        {
            throw misplaced.Origin.Error(
                "The file holds one experiment and no group; leave out 'experiments.<name>.'.");
        }

        return new(Apply(root, overrides), Group: null);
    }

    /// <summary>A file whose key <c>experiments</c> is a list.</summary>
    public static IReadOnlyList<ExperimentTree> Members(ConfigMap root, IReadOnlyList<Override> overrides)
    {
        root = overrides.Where(set => set.Keys is ["name"]).Aggregate(root, (tree, set) => set.ApplyTo(tree));
        var group = new YamlSection(root);
        var groupName = ExperimentReader.ReadName(group, "control-suite");
        var shared = root.Without("name", "experiments");
        group.Allow(ExperimentReader.KeysOfAFile);

        var members = group.Sections("experiments");
        var names = members.Select(member => ExperimentReader.ReadName(new YamlSection(member), "cartpole")).ToArray();
        for (var index = 1; index < names.Length; index++)
        {
            if (names.Take(index).Contains(names[index]))
            {
                throw members[index].Find("name")!.Error(
                    $"The group already has an experiment '{names[index]}'; give this one another name.");
            }
        }

        foreach (var set in overrides.Where(IsOfOne))
        {
            if (set.Keys.Count < 3 || set.Keys[2] == "name")
            {
                throw set.Origin.Error(
                    "An override of one experiment is written experiments.<name>.<key>=value,"
                    + " with any key but the name.");
            }

            if (!names.Contains(set.Keys[1]))
            {
                throw set.Origin.Error(
                    $"There is no experiment '{Quotation.Of(set.Keys[1])}'{NearestName.Cure(set.Keys[1], names)}");
            }
        }

        return
        [
            .. members.Zip(names, (member, name) => new ExperimentTree(
                Apply(
                    member.CompletedBy(ParameterNames.Without(
                        shared, ParameterNames.Of(member),
                        ParameterNames.Family(member) ?? ParameterNames.Family(shared))),
                    [
                        .. overrides.Where(set => !IsOfOne(set) && set.Keys is not ["name"]),
                        .. overrides.Where(set => IsOfOne(set) && set.Keys[1] == name).Select(set => set.Below(2)),
                    ]),
                groupName)),
        ];
    }

    /// <summary>A tree for every combination of values that trees and axes from elsewhere sweep.</summary>
    /// <param name="trees">The experiments.</param>
    /// <param name="axes">More keys for the sweep of each, in place of those of the same name.</param>
    /// <param name="mostRuns">Training runs that all of them may come to.</param>
    public static IReadOnlyList<ExperimentTree> Swept(
        IReadOnlyList<ExperimentTree> trees, IReadOnlyList<ConfigEntry> axes, double mostRuns)
    {
        var sweeps = trees.Select(tree => (Tree: tree, Sweep: tree.ReadSweep(axes))).ToArray();
        var runs = sweeps.Sum(one => (one.Sweep?.Count ?? 0) * one.Tree.RunsPerPoint);
        return runs <= mostRuns
            ? [.. sweeps.SelectMany(one => one.Tree.Points(one.Sweep))]
            : throw sweeps.First(one => one.Sweep is not null).Sweep!.Origin.Error(string.Create(
                CultureInfo.InvariantCulture,
                $"The sweep comes to {runs:N0} training runs, more than {mostRuns:N0}; sweep less, or draw some with"
                + $" 'method: random'{(mostRuns < MostRuns ? ", or say --yes if they are meant" : "")}."));
    }

    /// <summary>Training runs that nobody means.</summary>
    public const double MostRuns = 1e6;

    // Algorithms × seeds, as far as they can be read
    private double RunsPerPoint =>
        ((Root.Find("algorithms")?.Value as ConfigMap)?.Entries.Count ?? 1)
        * (double)((Root.Find("seeds")?.Value as ConfigList)?.Items.Count ?? 1);

    private Sweep? ReadSweep(IReadOnlyList<ConfigEntry> axes)
    {
        var written = Root.Find("sweep");
        if (written is null && axes.Count == 0)
        {
            return null;
        }

        var map = written?.Value switch
        {
            null or ConfigScalar { IsNull: true } => new ConfigMap(written?.Origin ?? axes[0].Origin, []),
            ConfigMap section => section,
            var other => throw written.Error(
                $"sweep must be a section of keys with lists of values, but is {other.Words}."),
        };
        return Sweep.Read(axes.Aggregate(map, (all, axis) => all.With(axis)), written);
    }

    private IEnumerable<ExperimentTree> Points(Sweep? sweep)
    {
        var root = Root.Without("sweep");
        return sweep is null
            ? [this]
            : sweep.Points().Select(one => this with
            {
                Root = one.Overrides.Aggregate(root, ParameterNames.Apply),
                Point = one.Point,
            });
    }

    private static bool IsOfOne(Override set) => set.Keys[0] == "experiments";

    // Without the default algorithms in the tree, an override of one of them would leave out the others.
    private static ConfigMap Apply(ConfigMap root, IReadOnlyList<Override> overrides)
    {
        if (root.Find("algorithms")?.Value is null or ConfigScalar { IsNull: true })
        {
            var place = root.Find("algorithms")?.Origin ?? root.Origin;
            var nothing = new ConfigMap(place, []);
            root = root.With(new ConfigEntry(
                "algorithms",
                new ConfigMap(place, [.. Algorithms.ByDefault.Select(name => new ConfigEntry(name, nothing, place))]),
                place));
        }

        return overrides.Aggregate(root, ParameterNames.Apply);
    }
}
