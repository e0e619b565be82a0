using MetaRL.Agents.InnerLoops;
using MetaRL.Configuration.Sweeps;
using MetaRL.Configuration.Yaml;
using MetaRL.Environments.Tasks;
using MetaRL.Learners;
using MetaRL.Optimizers;

namespace MetaRL.Configuration.Catalog;

/// <summary>Keys that stand together, and for what.</summary>
/// <param name="Name">Family or algorithm that has them; null where all have.</param>
/// <param name="Keys">In the order in which they are read.</param>
internal sealed record CatalogKind(string? Name, IReadOnlyList<CatalogKey> Keys);

/// <summary>A section at the top of an experiment.</summary>
/// <param name="path">Its key; nothing for the top itself.</param>
/// <param name="find">Finds its keys.</param>
internal sealed class CatalogSection(string path, Func<IReadOnlyList<CatalogKind>> find)
{
    private readonly Lazy<IReadOnlyList<CatalogKind>> _kinds = new(find);

    public string Path => path;

    /// <summary>One, or one for each family or algorithm; found when it is asked for.</summary>
    public IReadOnlyList<CatalogKind> Kinds => _kinds.Value;

    /// <summary>Keys that all have.</summary>
    public IReadOnlyList<CatalogKey> Keys => [.. Kinds.SelectMany(kind => kind.Keys)];
}

/// <summary>Every key that an experiment file can have, found by reading: what no reader asks for is none.</summary>
internal static class KeyCatalog
{
    private const string Any = "point-navigation"; // a family that has whatever does not depend on one

    // In the order in which an algorithm looks for one that it fits.
    private static readonly Lazy<IReadOnlyList<TaskFamily>> Fitting = new(() =>
    [
        Families.Create("grid-navigation", "observation=one-hot"), Families.Create(Any),
        Families.Create("mountain-car-continuous"), Families.Create("bandit"),
    ]);

    private static readonly Lazy<IReadOnlyList<TaskFamily>> EveryFamily =
        new(() => [.. Families.All.Names.Select(name => Families.Create(name))]);

    /// <summary>The sections, the top of the file first.</summary>
    public static IReadOnlyList<CatalogSection> Sections { get; } =
    [
        Section("", Top), new("family", OfFamilies), Section("policy", Policy), Section("inner", Inner),
        Section("training", Training), Section("outer", Outer), new("algorithms", OfAlgorithms),
        Section("evaluation", Evaluation), Section("compute", Compute), Section("sweep", OfSweep),
    ];

    /// <summary>The section of a key at the top; nothing for the top itself.</summary>
    public static CatalogSection Section(string path) => Sections.Single(one => one.Path == path);

    /// <summary>Splits and frozen task sets of each family, as <c>evaluation.split</c> takes them.</summary>
    public static IEnumerable<(string Family, IReadOnlyList<string> Splits)> Splits => EveryFamily.Value.Select(
        family =>
        {
            var record = new List<AskedKey>();
            Evaluate(new YamlSection(new ConfigMap(new Origin(Any), []), "evaluation", record), Shared(family)[0]);
            return (family.Name, record.Single(key => key.Path == "evaluation.split").Choices);
        });

    private static CatalogSection Section(string path, Func<IReadOnlyList<CatalogKey>> find) =>
        new(path, () => [new CatalogKind(null, find())]);

    private static IReadOnlyList<CatalogKey> Top()
    {
        var place = new Origin(Any);
        var root = YamlComposer.Compose($"{{name: x, family: {{name: {Any}}}}}", _ => place) as ConfigMap;
        var record = new List<AskedKey>();
        _ = ExperimentReader.Read(ExperimentTree.Single(root!, []), parallel: 1, record);
        return
        [
            .. record.Where(one => !one.Path.Contains('.')).Concat(
                [new AskedKey("sweep", KeyKind.Section), new AskedKey("experiments", KeyKind.Sections)])
                .DistinctBy(one => one.Path).Select(one => new CatalogKey(one, FollowsOthers: false, [])),
        ];
    }

    private static IReadOnlyList<CatalogKind> OfFamilies() =>
    [
        .. Families.All.Select(entry => new CatalogKind(
            entry.Name,
            [
                new CatalogKey(
                    new AskedKey("family.name", KeyKind.Choice) { Choices = Families.All.Names }, false, []),
                .. new SectionExplorer("family", section => _ = Families.Read(entry, section)).Explore(),
            ])),
    ];

    private static IReadOnlyList<CatalogKey> Policy() =>
    [
        .. new SectionExplorer("policy", section => _ = PolicyReader.Read(section, Fitting.Value[1])).Explore()
            .Select(key => key.Name == "initial_std" ? Without(key, family => family.Actions is Discrete) : key),
    ];

    // A family that every inner loop fits
    private static IReadOnlyList<CatalogKey> Inner() => new SectionExplorer(
        "inner", section => _ = ExperimentReader.ReadInner(section, Fitting.Value[0])).Explore();

    private static IReadOnlyList<CatalogKey> Training() => new SectionExplorer(
        "training", [.. InnerLoops.All.Select(Loop).Select(loop => (Action<YamlSection>)(section =>
            _ = ExperimentReader.ReadTraining(section, loop)))]).Explore();

    private static IReadOnlyList<CatalogKey> Outer() => new SectionExplorer(
        "outer",
        [
            .. Shared(Fitting.Value[0]).Select(shared => (Action<YamlSection>)(section =>
                _ = OuterOptimizers.Read(section, shared, OuterOptimizers.All))),
        ]).Explore();

    private static IReadOnlyList<CatalogKind> OfAlgorithms() =>
    [
        .. Algorithms.All.Select(entry => new CatalogKind(
            entry.Name,
            [
                new CatalogKey(
                    new AskedKey("algorithms.*.algorithm", KeyKind.Choice)
                    {
                        Choices = Algorithms.All.Names, Default = entry.Name,
                    },
                    FollowsOthers: false, []),
                .. new SectionExplorer(
                    "algorithms.*",
                    [
                        .. (entry.Name == "classical"
                            ? EveryFamily.Value.Where(family => family.ReferenceAgents.Count > 0)
                            : Fitting.Value.Where(family => Fits(entry, family))).SelectMany(Shared).Select(shared =>
                                (Action<YamlSection>)(section => _ = entry.Read(section, shared))),
                    ]).Explore(),
            ])),
    ];

    private static bool Fits(Entry<LearnerSettings> entry, TaskFamily family)
    {
        try
        {
            _ = entry.Read(Empty("algorithms.*"), Shared(family)[0]);
            return true;
        }
        catch (ConfigurationException)
        {
            return false;
        }
    }

    private static IReadOnlyList<CatalogKey> Evaluation() =>
    [
        .. new SectionExplorer(
            "evaluation",
            [
                .. EveryFamily.Value.OrderBy(family => family.Oracle is not null).ThenBy(family => family.Name == Any)
                    .SelectMany(Shared).Select(shared => (Action<YamlSection>)(section => Evaluate(section, shared))),
            ]).Explore().Select(key => key.Path.StartsWith("evaluation.specialist", StringComparison.Ordinal)
            ? Without(key, family => family.Oracle is not null)
            : key),
    ];

    private static void Evaluate(YamlSection section, SharedSettings shared) =>
        _ = ExperimentReader.ReadEvaluation(section, shared.Family, shared.Inner, shared.Training);

    private static IReadOnlyList<CatalogKey> Compute() => new SectionExplorer(
        "compute",
        section => _ = ExperimentReader.ReadCompute(
            section, Shared(Fitting.Value[0])[0].Training, new PolicyGradientSettings(), parallel: 1)).Explore();

    private static IReadOnlyList<CatalogKey> OfSweep() =>
        new SectionExplorer("sweep", section => _ = Sweep.ReadSettings(section, [])).Explore();

    // What a file says above a section, in two ways that differ in every number.
    private static SharedSettings[] Shared(TaskFamily family) =>
    [
        Shared(family, "{}", "{}") with { Outer = new TrpoSettings() },
        Shared(family, "{updates: 3, step_size: 0.3}", "{iterations: 50, tasks: 7, envs_per_task: 5}") with
        {
            Outer = new AdamSettings(StepSize: 0.5),
        },
    ];

    private static SharedSettings Shared(TaskFamily family, string inner, string training)
    {
        var loop = ExperimentReader.ReadInner(Written(inner), family);
        return new SharedSettings(family, loop, ExperimentReader.ReadTraining(Written(training), loop.Loop));
    }

    private static InnerLoopSettings Loop(Entry<InnerLoopSettings> entry) =>
        entry.Read(Empty("inner"), new SharedSettings(Fitting.Value[0]));

    // Refused by some families
    private static CatalogKey Without(CatalogKey key, Func<TaskFamily, bool> refuses) => key with
    {
        Refusals =
        [
            .. key.Refusals, .. EveryFamily.Value.Where(refuses).Select(family => ("family.name", family.Name)),
        ],
    };

    private static YamlSection Empty(string path) => new(new ConfigMap(new Origin(Any), []), path);

    private static YamlSection Written(string yaml) =>
        new((ConfigMap)YamlComposer.Compose(yaml, _ => new Origin(Any))!);
}
