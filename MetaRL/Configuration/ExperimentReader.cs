using MetaRL.Agents.InnerLoops;
using MetaRL.Baselines;
using MetaRL.Configuration.Sweeps;
using MetaRL.Configuration.Yaml;
using MetaRL.Environments.Tasks;
using MetaRL.Learners;
using MetaRL.Optimizers;

namespace MetaRL.Configuration;

/// <summary>Reads the sections of one experiment.</summary>
internal static class ExperimentReader
{
    /// <summary>Keys at the top of an experiment.</summary>
    public static readonly IReadOnlyList<string> Keys =
    [
        "name", "seeds", "family", "policy", "inner", "training", "outer", "algorithms", "evaluation", "compute",
        "sweep",
    ];

    /// <summary>Keys at the top of a file, which may hold a group.</summary>
    public static readonly IReadOnlyList<string> KeysOfAFile = [.. Keys, "experiments"];

    private const int MostUpdates = 1000; // each is a rollout of its own and, in training, a level of the gradient
    private const int MaxName = 100; // characters, for names of folders

    /// <summary>Names of experiments and algorithms.</summary>
    public const string NamePattern = "^[A-Za-z0-9][A-Za-z0-9_-]{0,99}$";

    private const int DrawnTasks = 40; // tasks of an evaluation on a continuum, as many as the MAML paper's

    public static Experiment Read(ExperimentTree tree, int parallel, ICollection<AskedKey>? record = null)
    {
        var (group, root) = (tree.Group, new YamlSection(tree.Root, record: record));
        root.Allow(group is null ? KeysOfAFile : Keys);
        var path = group is null ? ReadPath(root) : $"{group}/{ReadName(root, "cartpole")}";
        path = tree.Point is null ? path : $"{path}/{tree.Point.Label}";
        root.Resolve("name", path);
        var seeds = ReadSeeds(root);
        var family = ReadFamily(root);
        var policy = PolicyReader.Read(root.Section("policy"), family);
        var inner = ReadInner(root.Section("inner"), family);
        var training = ReadTraining(root.Section("training"), inner.Loop);
        OuterSettings? usual = training.Goal == MetaGoal.InnerLoss ? new AdamSettings() : null;
        var outer = OuterOptimizers.Read(
            root.Section("outer"), new SharedSettings(family, inner, training, usual), OuterOptimizers.All);
        var algorithms = AlgorithmReader.ReadAll(
            root.Section("algorithms"), new SharedSettings(family, inner, training, outer));
        MetaGoals.Require(root, training.Goal, algorithms);
        var evaluationSection = root.Section("evaluation");
        var evaluation = ReadEvaluation(evaluationSection, family, inner, training);
        var compute = ReadCompute(root.Section("compute"), training, inner.Loop, parallel);
        var (resolved, ofRun) = (root.ToYaml(), (string?)null);
        if (evaluation.TaskSet is not null)
        {
            evaluationSection.Resolve("task_set", TaskSetFile.NameInRun);
            ofRun = root.ToYaml();
        }

        return new Experiment(
            path, compute.Kernels ? family : family.WithoutKernels(), seeds,
            policy with { UsesKernels = compute.Kernels }, inner, training, algorithms, evaluation, compute, resolved,
            ofRun ?? resolved)
        {
            Point = tree.Point,
        };
    }

    /// <summary>The name of an experiment or group: a part of a path.</summary>
    public static string ReadName(YamlSection section, string example)
    {
        var name = section.Required("name", example);
        RequireName(section, "name", name);
        return name;
    }

    /// <summary>Requires of a name that it can be a folder's.</summary>
    public static void RequireName(YamlSection section, string key, string name)
    {
        if (!IsName(name))
        {
            throw section.Error(
                key,
                name.Length > MaxName
                    ? $"A name must have at most {MaxName} characters, but '{Quotation.Of(name)}' has {name.Length}."
                    : "A name must be letters, digits, '-' and '_', with a letter or digit first, but this is"
                        + $" '{Quotation.Of(name)}'.");
        }
    }

    // A resolved member of a group names itself group/name, and a point of a sweep has its values behind that.
    private static string ReadPath(YamlSection root)
    {
        var path = root.Required("name", "point-navigation", NamePattern);
        var parts = path.Split('/');
        var names = SweepPoint.IsPoint(path) ? parts[..^1] : parts;
        if (parts.Length == 1 || names.Length > 2 || !names.All(IsName))
        {
            RequireName(root, "name", path);
        }

        return path;
    }

    /// <summary>Whether a text keeps <see cref="NamePattern"/>.</summary>
    public static bool IsName(string name) =>
        name.Length is > 0 and <= MaxName
        && char.IsAsciiLetterOrDigit(name[0])
        && name.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_');

    private static IReadOnlyList<int> ReadSeeds(YamlSection root)
    {
        var seeds = root.Ints("seeds", [1], atLeast: 0);
        if (seeds.Count == 0)
        {
            throw root.Error("seeds", "seeds must hold at least one seed, but is [].");
        }

        var twice = seeds.GroupBy(seed => seed).FirstOrDefault(same => same.Count() > 1);
        return twice is null
            ? seeds
            : throw root.Error("seeds", $"seeds must be different from each other, but {twice.Key} is there twice.");
    }

    private static TaskFamily ReadFamily(YamlSection root)
    {
        if (!root.Has("family"))
        {
            throw root.Error("family", "family is required; add for example 'family: {name: point-navigation}'.");
        }

        var section = root.Section("family");
        var name = section.Required("name", "point-navigation");
        var entry = Families.All.Find(name) ?? throw section.Error(
            "name", Families.All.Missing(name), decides: true, Families.All.Nearest(name));
        return Families.Read(entry, section);
    }

    internal static InnerSettings ReadInner(YamlSection section, TaskFamily family)
    {
        var entry = InnerLoops.All.Choose(section, "algorithm");
        var settings = new InnerSettings(
            section.Int("updates", 1, atLeast: 1, atMost: MostUpdates),
            entry.Read(section, new SharedSettings(family)));
        section.End();
        return settings;
    }

    internal static TrainingSettings ReadTraining(YamlSection section, InnerLoopSettings loop)
    {
        var settings = new TrainingSettings(
            section.Int("iterations", 100, atLeast: 1),
            section.Int("tasks", 20, atLeast: 1),
            section.Int("envs_per_task", 20, atLeast: 1),
            section.Flag("restart", false),
            section.Number("entropy_bonus", 0.0, NumberRule.AtLeastZero),
            ReadCurriculum(section),
            section.Int("checkpoint_every_iterations", 25, atLeast: 1),
            MetaGoals.Read(section, loop));
        section.End();
        return settings;
    }

    private static Curriculum ReadCurriculum(YamlSection training)
    {
        if (!training.HasOptional("curriculum"))
        {
            return Curriculum.None;
        }

        var section = training.Section("curriculum");
        section.Allow(["levels", "every_iterations", "advance_at"]);
        var levels = section.Int("levels", 5, atLeast: 2);
        if (section.HasOptional("every_iterations") == section.HasOptional("advance_at"))
        {
            throw training.Error("curriculum", "training.curriculum must have either every_iterations or advance_at.");
        }

        return section.Has("every_iterations")
            ? new Curriculum(levels, section.Int("every_iterations", 1, atLeast: 1), null)
            : new Curriculum(levels, null, section.Number("advance_at", 0, NumberRule.Finite));
    }

    internal static EvaluationSettings ReadEvaluation(
        YamlSection section, TaskFamily family, InnerSettings inner, TrainingSettings training)
    {
        string[] names =
        [
            "test", .. family.Tasks.Splits.Select(known => known.Name).Where(name => name != "test"),
            .. family.Tasks.TaskSets,
        ];
        var set = section.HasOptional("task_set") ? TaskSetFile.Load(section.File("task_set"), family) : null;
        if (set is not null && section.Has("split"))
        {
            throw section.Error("task_set", "evaluation has both a split and a task_set; remove one of them.");
        }

        var split = new TaskSplit(
            set is not null ? "task-set" : section.Choice("split", [.. names.Select(name => (name, name))]));
        var count = set?.Count ?? family.Tasks.Count(split);
        var tasks = section.Int("tasks", count ?? DrawnTasks, atLeast: 1);
        if (count is not null && tasks != count)
        {
            throw section.Error(
                "tasks",
                $"evaluation.tasks must be {count}, all tasks of the split '{split}' of {family.Name},"
                + $" but is {tasks}.");
        }

        var envs = section.Int("envs_per_task", training.EnvsPerTask, atLeast: 1);
        var updates = section.Int("updates", 3, atLeast: 0, atMost: MostUpdates);
        var stepSizes = section.Numbers("step_sizes", [inner.Loop.StepSize], NumberRule.Positive);
        var trained = inner.Loop.LaterStepSize / inner.Loop.StepSize;
        var ratios = section.Numbers("later_step_ratios", [trained], NumberRule.Positive);
        var specialist = ReadSpecialist(section, family);
        var singleLane = section.Flag("single_lane", false);
        section.End();
        foreach (var (key, values) in new[] { ("step_sizes", stepSizes), ("later_step_ratios", ratios) })
        {
            if (values.Count == 0)
            {
                throw section.Error(key, $"evaluation.{key} must hold at least one number, but is [].");
            }
        }

        return new EvaluationSettings(split, tasks, envs, updates, stepSizes, ratios, set, specialist, singleLane);
    }

    // Of a family without an exact optimum.
    private static SpecialistSettings? ReadSpecialist(YamlSection evaluation, TaskFamily family)
    {
        if (family.Oracle is not null)
        {
            return evaluation.Has("specialist")
                ? throw evaluation.Error(
                    "specialist",
                    $"{evaluation.Name("specialist")} is for families without an exact optimum, but {family.Name} has"
                    + " one; remove the key.")
                : null;
        }

        var section = evaluation.Section("specialist");
        var settings = SpecialistReader.Read(section, SpecialistSettings.Of(family), atLeastGenerations: 0);
        section.End();
        return settings.Generations == 0 ? null : settings;
    }

    internal static ComputeSettings ReadCompute(
        YamlSection section, TrainingSettings training, InnerLoopSettings loop, int parallel)
    {
        var device = section.Text("device", "cpu", ComputeDevice.Pattern);
        if (!ComputeDevice.IsName(device))
        {
            throw section.Error(
                "device", $"compute.device must be cpu, cuda, cuda:N or auto, but is {Quotation.Of(device)}.");
        }

        var threads = section.IntOrAuto(
            "threads", () => Math.Max(1, Environment.ProcessorCount / parallel), atLeast: 1);
        var chunk = section.IntOrAuto(
            "chunk_tasks",
            () => AutomaticChunks.Tasks(
                training.Tasks, ComputeDevice.IsGpu(device), training.EnvsPerTask, loop.LanesAtOnce),
            atLeast: 1);
        var kernels = section.Choice("kernels", [("on", true), ("off", false)]);
        var memory = section.MemoryOrAuto("memory");
        section.End();
        return new ComputeSettings(device, threads, chunk, kernels, memory);
    }
}
