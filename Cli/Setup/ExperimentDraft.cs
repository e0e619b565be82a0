using System.Globalization;
using System.Text;
using MetaRL.Configuration;
using MetaRL.Configuration.Catalog;
using MetaRL.Environments.Tasks;

namespace MetaRL.Cli.Setup;

/// <summary>Numbers of tasks and of environments in each.</summary>
internal readonly record struct DraftSize(int Tasks, int EnvsPerTask)
{
    public int Episodes => Tasks * EnvsPerTask;
}

/// <summary>An experiment file as <c>init</c> writes it.</summary>
/// <param name="Family">Name of the family.</param>
/// <param name="Algorithms">Names of what is compared.</param>
internal sealed record ExperimentDraft(string Family, IReadOnlyList<string> Algorithms)
{
    private const int EvaluationTasks = 40; // where a family has more than can be counted
    private const int Updates = 3; // in evaluation
    private const int CommentColumn = 32;

    public string Name { get; init; } = "draft";

    /// <summary>Seeds as a file writes them.</summary>
    public string Seeds { get; init; } = "[1]";

    public int Iterations { get; init; } = 1;

    /// <summary>What a meta-iteration plays.</summary>
    public DraftSize Size { get; init; } = new(4, 5);

    /// <summary>Where the JSON Schema is, from the file.</summary>
    public string Schema { get; init; } = "experiment.schema.json";

    /// <summary>What the first comment says.</summary>
    public string Summary { get; init; } = "";

    /// <summary>What is read of it.</summary>
    /// <exception cref="Configuration.Yaml.ConfigurationException">The algorithms do not fit the family.</exception>
    public Experiment Experiment => ExperimentFile.Parse(ToYaml(), "init", [])[0];

    // Trials of training are then as long as those of the evaluation.
    private bool Remembers => Algorithms.Intersect(["rl2", "varibad", "dpt", "pearl"]).Any();

    /// <summary>The file, with what each key means as <see cref="KeyReference"/> says it.</summary>
    public string ToYaml()
    {
        var family = Families.Create(Family);
        var text = new StringBuilder();
        void Line(string yaml, string? key = null) => text.Append(
            key is null ? yaml : $"{yaml.PadRight(CommentColumn)} # {KeyReference.Meaning(key)}").Append('\n');
        void Section(string name, params IReadOnlyList<(string Key, object Value)> keys)
        {
            Line($"{name}:");
            foreach (var (key, value) in keys)
            {
                Line(string.Create(CultureInfo.InvariantCulture, $"  {key}: {value}"), $"{name}.{key}");
            }
        }

        Line($"# yaml-language-server: $schema={Schema}");
        Line($"# {Summary}");
        Line($"name: {Name}", "name");
        Line($"seeds: {Seeds}", "seeds");
        Section("family", ("name", Family), ("horizon", family.Horizon));
        Section("policy", ("hidden", "[32, 32]"));
        Section("inner", ("updates", Remembers ? Updates : 1), ("step_size", 0.1));
        Section(
            "training",
            ("iterations", Iterations), ("tasks", Size.Tasks), ("envs_per_task", Size.EnvsPerTask));
        Section("outer", ("optimizer", "trpo"), ("max_kl", 0.01));
        Line("algorithms:", "algorithms");
        foreach (var name in Algorithms)
        {
            Line($"  {name}: {(name == "classical" ? Agent(family) : "{}")}".PadRight(CommentColumn)
                + $" # {MetaRL.Configuration.Algorithms.All.Find(name)!.Summary}");
        }

        Section(
            "evaluation",
            ("tasks", TasksOf(family)), ("envs_per_task", Size.EnvsPerTask), ("updates", Updates),
            ("step_sizes", "[0.03, 0.1, 0.3]"));
        if (family.Oracle is null)
        {
            Line("  specialist:", "evaluation.specialist");
            Line("    generations: 0", "evaluation.specialist.generations");
        }

        return text.ToString();
    }

    private static int TasksOf(TaskFamily family) => family.Tasks.Count(TaskSplit.Test) ?? EvaluationTasks;

    private static string Agent(TaskFamily family) =>
        family.ReferenceAgents.Count > 0 ? $"{{agent: {family.ReferenceAgents[0].Name}}}" : "{}";
}
