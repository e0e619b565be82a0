using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using MetaRL.Checkpoints;
using MetaRL.Configuration;
using MetaRL.Configuration.Yaml;

namespace MetaRL.Runs;

/// <summary>Settings that numbers depend on, by full key: those of one training run, or of its evaluation.</summary>
/// <remarks>
/// Not among those of a run, so that they may change from one start of it to the next: the name, seeds, other
/// algorithms, evaluation, compute, and how often checkpoints are written. The number of iterations may grow.
/// </remarks>
public sealed class RunConfiguration
{
    private const string Iterations = "training.iterations";

    /// <summary>
    /// Keys that a stored configuration may lack because it is older than they are, each with the value that held
    /// before.
    /// </summary>
    /// <remarks>
    /// A new key of <c>family</c>, <c>policy</c>, <c>inner</c>, <c>training</c>, an algorithm or <c>evaluation</c> goes
    /// here together with the value that changes nothing, so that runs begun before stay what they are. <c>*</c> stands
    /// for the name of an algorithm.
    /// </remarks>
    private static readonly KeyValuePair<string, string>[] Added =
    [
        new("algorithms.*.memory", "gru"), new("algorithms.*.ppo.entropy_iterations", "0"),
        new("evaluation.single_lane", "false"),
    ];

    private readonly IReadOnlyDictionary<string, string> _values;
    private readonly IReadOnlyList<KeyValuePair<string, string>> _added;

    private RunConfiguration(
        IEnumerable<KeyValuePair<string, string>> values, IReadOnlyList<KeyValuePair<string, string>> added) =>
        (_values, _added) = (values.ToDictionary(), added);

    /// <summary>The settings by key, in the order of the keys.</summary>
    public IReadOnlyDictionary<string, string> Values =>
        new SortedDictionary<string, string>(_values.ToDictionary(), StringComparer.Ordinal);

    /// <summary>The settings of a training run.</summary>
    public static RunConfiguration Of(Experiment experiment, AlgorithmSettings algorithm) =>
        Parse(experiment.ResolvedYaml, algorithm.Name, "config.yaml");

    /// <summary>What checkpoints of a training run belong to.</summary>
    public static CheckpointOwner OwnerOf(Experiment experiment, AlgorithmSettings algorithm, int seed) =>
        new(algorithm.Entry.Name, experiment.Family.Name, seed, Of(experiment, algorithm).Hash());

    /// <summary>Reads those of a training run from a resolved configuration.</summary>
    /// <exception cref="ConfigurationException">It is no YAML.</exception>
    public static RunConfiguration Parse(string resolvedYaml, string algorithm, string file) =>
        Parse(resolvedYaml, algorithm, file, Added);

    /// <summary>The same with other keys that may be missing.</summary>
    public static RunConfiguration Parse(
        string resolvedYaml, string algorithm, string file, IReadOnlyList<KeyValuePair<string, string>> added) =>
        new(Flat(resolvedYaml, algorithm, file).Where(pair => !IsOfEvaluation(pair.Key)), added);

    /// <summary>The settings of a run and of its evaluation, but for the tasks of a file, which have a hash.</summary>
    public static RunConfiguration WithEvaluation(Experiment experiment, AlgorithmSettings algorithm) =>
        WithEvaluation(experiment.ResolvedYaml, algorithm.Name, "config.yaml");

    /// <summary>Reads them from a resolved configuration.</summary>
    public static RunConfiguration WithEvaluation(string resolvedYaml, string algorithm, string file) => new(
        Flat(resolvedYaml, algorithm, file)
            .Where(pair => pair.Key is not (Iterations or "evaluation.task_set" or "evaluation.split")), Added);

    /// <summary>The name of a run's experiment, and all settings that its numbers depend on.</summary>
    /// <param name="location">The run's directory.</param>
    /// <param name="algorithm">Its algorithm.</param>
    /// <exception cref="RunDirectoryException">There is no configuration.</exception>
    /// <exception cref="ConfigurationException">It is no YAML.</exception>
    internal static (string Name, IReadOnlyDictionary<string, string> Settings) Flat(string location, string algorithm)
    {
        var file = RunDirectory.ConfigurationOf(location);
        var yaml = File.Exists(file)
            ? File.ReadAllText(file)
            : throw new RunDirectoryException($"{location}: The run has no config.yaml.");
        var values = Flat(yaml, algorithm, file).ToDictionary();
        return values.Count > 0
            ? (NameIn(yaml, file), values)
            : throw new RunDirectoryException($"{location}: The run's config.yaml is damaged: there are no settings.");
    }

    private static string NameIn(string yaml, string file) =>
        YamlComposer.Compose(yaml, line => Origin.Line(file, line)) is ConfigMap root
            ? root.Find("name")?.Value.Text ?? ""
            : "";

    /// <summary>Settings as they were stored.</summary>
    public static RunConfiguration Stored(IReadOnlyDictionary<string, string> values) => new(values, Added);

    /// <summary>SHA-256 of all but the number of iterations.</summary>
    public string Hash()
    {
        var lines = _values.Where(pair => pair.Key != Iterations && Before(pair.Key) != pair.Value)
            .OrderBy(pair => pair.Key, StringComparer.Ordinal)
            .Select(pair => $"{pair.Key}: {pair.Value}\n");
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Concat(lines))));
    }

    /// <summary>
    /// The first key in which a run that goes on with these settings would not be the one that was begun; null if
    /// there is none.
    /// </summary>
    public string? DifferenceFrom(RunConfiguration begun)
    {
        foreach (var (key, value) in _values)
        {
            var before = begun._values.GetValueOrDefault(key) ?? Before(key);
            if (before != value && !(key == Iterations && IsMore(value, before)))
            {
                return $"{key} is {Quotation.Of(value)} now, but was {Quotation.Of(before ?? "not set")}";
            }
        }

        var gone = begun._values.FirstOrDefault(
            pair => !_values.ContainsKey(pair.Key) && Before(pair.Key) != pair.Value);
        return gone.Key is null ? null : $"{gone.Key} is not set now, but was {Quotation.Of(gone.Value)}";
    }

    private static IEnumerable<KeyValuePair<string, string>> Flat(string resolvedYaml, string algorithm, string file)
    {
        var values = new Dictionary<string, string>();
        if (YamlComposer.Compose(resolvedYaml, line => Origin.Line(file, line)) is ConfigMap root)
        {
            Flatten(root, "", values);
        }

        var own = $"algorithms.{algorithm}.";
        return values.Where(pair =>
            pair.Key.StartsWith(own, StringComparison.Ordinal) || IsShared(pair.Key) || IsOfEvaluation(pair.Key));
    }

    private static bool IsShared(string key) =>
        key.Split('.')[0] is "family" or "policy" or "inner" or "training"
        && key != "training.checkpoint_every_iterations";

    private static bool IsOfEvaluation(string key) => key.StartsWith("evaluation.", StringComparison.Ordinal);

    // What held before a key was added; null for one that has always been there.
    private string? Before(string key)
    {
        var parts = key.Split('.');
        if (parts is ["algorithms", _, ..])
        {
            parts[1] = "*";
        }

        return _added.FirstOrDefault(added => added.Key == string.Join('.', parts)).Value;
    }

    private static bool IsMore(string now, string? before) =>
        long.TryParse(before, NumberStyles.None, CultureInfo.InvariantCulture, out var less)
        && long.TryParse(now, NumberStyles.None, CultureInfo.InvariantCulture, out var more)
        && more >= less;

    private static void Flatten(ConfigMap map, string prefix, Dictionary<string, string> values)
    {
        foreach (var entry in map.Entries)
        {
            if (entry.Value is ConfigMap section)
            {
                Flatten(section, $"{prefix}{entry.Key}.", values);
            }
            else
            {
                values[prefix + entry.Key] = entry.Value.Text;
            }
        }
    }
}
