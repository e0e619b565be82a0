using System.Globalization;
using MetaRL.Evaluation.Measuring;
using MetaRL.Evaluation.Statistics;
using MetaRL.Runs;

namespace MetaRL.Tracking;

/// <summary>Whether a run's training is over.</summary>
public enum RunState
{
    /// <summary>Trained to its end.</summary>
    Trained,

    /// <summary>Being trained by a process at this moment.</summary>
    Running,

    /// <summary>Begun, not at its end, and nobody trains it.</summary>
    Stopped,
}

/// <summary>All that is known of a run without loading its agent, by key.</summary>
/// <param name="Location">Its directory.</param>
/// <param name="Experiment">Its experiment.</param>
/// <param name="Provenance">Where it comes from.</param>
/// <param name="State">Whether its training is over.</param>
/// <param name="Labels">What somebody wrote on it.</param>
/// <param name="Metrics">A row per meta-iteration.</param>
/// <param name="Evaluations">Its evaluations, by file.</param>
/// <param name="Settings">Settings that its numbers depend on, by full key.</param>
public sealed record RunRecord(
    string Location, string Experiment, Provenance Provenance, RunState State, RunLabels Labels, MetricsTable Metrics,
    IReadOnlyList<EvaluationResult> Evaluations, IReadOnlyDictionary<string, string> Settings)
{
    /// <summary>Everything that runs can be chosen, sorted and shown by, in the order of tables.</summary>
    /// <remarks>Numbers as they are read back, times in ISO 8601; empty where there is nothing.</remarks>
    public IReadOnlyDictionary<string, string> Values { get; private init; } = new Dictionary<string, string>();

    /// <summary>Keys that every run has.</summary>
    public static IReadOnlyList<string> Keys { get; } =
    [
        "run", "experiment", "algorithm", "family", "seed", "state", "iteration", "iterations", "env_steps",
        "training_return", "split", "tasks", "updates", "before", "after", "seconds", "started", "ended", "version",
        "commit", "libtorch", "device", "processors", "system", "command", "tags", "note",
    ];

    /// <summary>Reads a run's directory.</summary>
    /// <exception cref="RunDirectoryException">It is not the directory of a run, or something in it is
    /// damaged.</exception>
    /// <exception cref="Configuration.Yaml.ConfigurationException">Its configuration is no YAML.</exception>
    /// <exception cref="EvaluationFormatException">An evaluation is damaged.</exception>
    public static RunRecord Read(string location)
    {
        var provenance = Provenance.Of(location)
            ?? throw new RunDirectoryException($"{location}: This is not the directory of a run.");
        var (name, settings) = RunConfiguration.Flat(location, provenance.Algorithm);
        var metrics = RunDirectory.Metrics(location);
        var evaluations = Path.Combine(location, "evaluation") is var folder && Directory.Exists(folder)
            ? Directory.GetFiles(folder, "*.json").Order(StringComparer.Ordinal).Select(EvaluationFile.Read).ToArray()
            : [];
        var state = provenance.Ended is not null ? RunState.Trained
            : RunDirectory.IsInUse(location) ? RunState.Running
            : RunState.Stopped;
        var record = new RunRecord(
            location, name, provenance, state, RunLabels.Read(location), metrics, evaluations, settings);
        return record with { Values = record.Named() };
    }

    /// <summary>Wall-clock seconds of training.</summary>
    public double Seconds => Metrics["seconds"].Sum();

    /// <summary>Interquartile mean over tasks after some updates, as in comparisons.</summary>
    public static double Typical(EvaluationResult evaluation, int round) =>
        new RunTaskScores([evaluation.TaskReturns(round)]).InterquartileMean();

    private Dictionary<string, string> Named()
    {
        // of its own tasks together, not lane by lane
        var test = Evaluations.OrderBy(one => one.SingleLane).FirstOrDefault();
        string?[] values =
        [
            Location, Experiment, Provenance.Algorithm, Setting("family.name"), Text(Provenance.Seed),
            State.ToString().ToLowerInvariant(),
            Metrics.Rows.Count == 0 ? "0" : Text(Metrics["iteration"][^1]),
            Setting("training.iterations"), Metrics.Rows.Count == 0 ? "0" : Text(Metrics["env_steps"][^1]),
            Text(Metrics.TrainingReturn()), test?.Split, Text(test?.Tasks), Text(test?.Updates),
            test is null ? null : Text(Typical(test, 0)), test is null ? null : Text(Typical(test, test.Updates)),
            Text(Math.Round(Seconds, 3)), Text(Provenance.Started), Text(Provenance.Ended), Provenance.Version,
            Provenance.Commit, Provenance.LibTorch, Provenance.Device, Text(Provenance.Processors), Provenance.System,
            Provenance.CommandLine, string.Join(' ', Labels.Tags), Labels.Note,
        ];
        var named = Keys.Zip(values, (key, value) => KeyValuePair.Create(key, value ?? "")).ToDictionary();
        var own = $"algorithms.{Provenance.Algorithm}.";
        foreach (var (key, value) in Settings)
        {
            // under one name whatever the algorithm's is, so that the same setting of two is the same key
            named.TryAdd(
                key.StartsWith(own, StringComparison.Ordinal) ? $"algorithm.{key[own.Length..]}" : key, value);
        }

        return named;
    }

    private string? Setting(string key) => Settings.GetValueOrDefault(key);

    private static string? Text(IFormattable? value) => value switch
    {
        null => null,
        double number when !double.IsFinite(number) => null,
        double number => number.ToString("R", CultureInfo.InvariantCulture),
        DateTimeOffset time => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture),
        _ => value.ToString(null, CultureInfo.InvariantCulture),
    };
}
