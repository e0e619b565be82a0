using System.Globalization;
using MetaRL.Checkpoints;
using MetaRL.Configuration;
using MetaRL.Configuration.Yaml;
using MetaRL.Files;
using MetaRL.Learners;
using static TorchSharp.torch;

namespace MetaRL.Runs;

/// <summary>
/// The directory of one training run, <c>&lt;output&gt;/&lt;path&gt;/&lt;algorithm&gt;/seed-&lt;s&gt;</c>, open for
/// writing.
/// </summary>
/// <remarks>
/// A run that was interrupted goes on in its directory; one of other settings is refused, and nothing is written
/// over.
/// </remarks>
public sealed class RunDirectory : IDisposable
{
    private readonly CheckpointOwner _owner;
    private readonly IDisposable _lock;
    private readonly TensorBoardLog _events;
    private Provenance _provenance; // of this start; written when the start has something to do
    private bool _isNoted;
    private MetricsFile? _metrics;

    private RunDirectory(
        string location, CheckpointOwner owner, IDisposable taken, Provenance provenance, bool isNoted)
    {
        (Location, _owner, _lock, _provenance, _isNoted) = (location, owner, taken, provenance, isNoted);
        Checkpoints = new CheckpointFolder(CheckpointsOf(location));
        _events = new TensorBoardLog(location);
    }

    /// <summary>The directory.</summary>
    public string Location { get; }

    public CheckpointFolder Checkpoints { get; }

    /// <summary>The directory of a run.</summary>
    public static string LocationOf(string output, Experiment experiment, AlgorithmSettings algorithm, int seed)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"seed-{seed}");
        return Path.Combine([output, .. experiment.Path.Split('/'), algorithm.Name, name]);
    }

    /// <summary>Whether a directory is that of a run.</summary>
    public static bool IsRun(string location) =>
        File.Exists(ConfigurationOf(location)) || File.Exists(ProvenanceOf(location));

    /// <summary>Whether a process is writing a run at this moment.</summary>
    public static bool IsInUse(string location) => RunLock.IsTaken(location);

    /// <summary>Where the checkpoints of a run lie.</summary>
    public static string CheckpointsOf(string location) => Path.Combine(location, "checkpoints");

    /// <summary>Where the metrics of a run lie; <see cref="MetricsTable.Read"/> reads them.</summary>
    public static string MetricsOf(string location) => Path.Combine(location, "metrics.csv");

    /// <summary>The metrics of a run, with a row for every iteration that it has a checkpoint of.</summary>
    /// <exception cref="RunDirectoryException">They are damaged, or rows are missing.</exception>
    public static MetricsTable Metrics(string location)
    {
        var metrics = MetricsTable.Read(MetricsOf(location));
        var trained = new CheckpointFolder(CheckpointsOf(location)).Latest()?.Iteration ?? 0;
        return metrics.Rows.Count >= trained
            ? metrics
            : throw new RunDirectoryException(
                $"{MetricsOf(location)}: There are {metrics.Rows.Count} rows, but the run is trained for {trained}"
                + " iterations; delete the run directory to train it anew.");
    }

    /// <summary>Where the evaluation of a run on a split lies.</summary>
    public static string EvaluationOf(string location, string split, bool singleLane = false) =>
        Path.Combine(location, "evaluation", singleLane ? $"{split}.single-lane.json" : $"{split}.json");

    /// <summary>Opens the directory of a run, new or begun before.</summary>
    /// <param name="output">Folder of all experiments, <c>runs</c> by default.</param>
    /// <param name="experiment">The experiment.</param>
    /// <param name="algorithm">One of its algorithms.</param>
    /// <param name="seed">One of its seeds.</param>
    /// <param name="device">Device that will compute.</param>
    /// <param name="commandLine">Command that started this process.</param>
    /// <exception cref="RunDirectoryException">Of other settings, in use, damaged, or not writable.</exception>
    public static RunDirectory Open(
        string output, Experiment experiment, AlgorithmSettings algorithm, int seed, Device device, string commandLine)
    {
        var location = LocationOf(output, experiment, algorithm, seed);
        return Writing(location, () =>
        {
            RequireSameSettings(location, experiment, algorithm);
            Directory.CreateDirectory(CheckpointsOf(location));
            var taken = RunLock.Take(location);
            try
            {
                experiment.Evaluation.TaskSet?.Save(TaskSetOf(location));
                AtomicFile.Write(ConfigurationOf(location), experiment.RunYaml);
                var now = Provenance.Now(algorithm.Name, seed, device.ToString(), commandLine);
                var owner = RunConfiguration.OwnerOf(experiment, algorithm, seed);
                if (Provenance.Read(ProvenanceOf(location)) is { } earlier)
                {
                    return new RunDirectory(location, owner, taken, now.After(earlier), isNoted: false);
                }

                now.Write(ProvenanceOf(location));
                return new RunDirectory(location, owner, taken, now, isNoted: true);
            }
            catch
            {
                taken.Dispose();
                throw;
            }
        });
    }

    /// <summary>
    /// The state to go on from: the latest checkpoint's, or the first. Metrics of later iterations are cut.
    /// </summary>
    /// <param name="initial">The learner's first state; left to the caller, also where it is the result.</param>
    /// <exception cref="CheckpointException">The latest checkpoint cannot be used.</exception>
    public MetaState Resume(MetaState initial)
    {
        var state = Checkpoints.Latest() is { } latest ? Checkpoint.Load(latest.Path, initial, _owner) : initial;
        return Writing(Location, () =>
        {
            _metrics?.Dispose();
            _metrics = new MetricsFile(MetricsOf(Location), state.Iteration);
            if (_metrics.IsCut)
            {
                _events.Rewrite(_metrics.Kept);
            }

            _metrics.Cut(); // last, so that events that were not written to their end are written anew next time
            return state;
        });
    }

    /// <summary>Appends what a meta-iteration came to, after <see cref="Resume"/>.</summary>
    /// <param name="state">The state after it.</param>
    /// <param name="metrics">Its numbers.</param>
    /// <param name="elapsed">Time that it took.</param>
    public void Record(MetaState state, MetaMetrics metrics, TimeSpan elapsed) => Writing(Location, () =>
    {
        NoteStart();
        var row = _metrics!.Append(state, metrics, elapsed);
        _events.Append(_metrics.Columns, row);
        return row;
    });

    /// <summary>Saves a checkpoint and thins out the earlier ones.</summary>
    public void Save(MetaState state) => Writing(Location, () =>
    {
        Checkpoint.Save(Checkpoints.PathOf(state.Iteration), state, _owner);
        Checkpoints.Thin();
        return state;
    });

    /// <summary>Notes that training is complete; an end noted before stays if nothing was trained since.</summary>
    public void Complete() => Writing(Location, () =>
    {
        var ended = Provenance.Read(ProvenanceOf(Location))?.Ended;
        if (ended is null)
        {
            NoteStart();
            _provenance = _provenance with { Ended = DateTimeOffset.UtcNow };
            _provenance.Write(ProvenanceOf(Location));
        }

        return ended;
    });

    public void Dispose()
    {
        _metrics?.Dispose();
        _lock.Dispose();
    }

    internal static string ConfigurationOf(string location) => Path.Combine(location, "config.yaml");

    internal static string TaskSetOf(string location) => Path.Combine(location, TaskSetFile.NameInRun);

    internal static string ProvenanceOf(string location) => Path.Combine(location, "provenance.json");

    private void NoteStart()
    {
        if (!_isNoted)
        {
            _provenance.Write(ProvenanceOf(Location));
            _isNoted = true;
        }
    }

    /// <summary>
    /// Requires of a run that was begun that it has the settings of an experiment, whose iterations may be more.
    /// </summary>
    /// <exception cref="RunDirectoryException">Of other settings, damaged, or no run.</exception>
    internal static void RequireSameSettings(string location, Experiment experiment, AlgorithmSettings algorithm)
    {
        var config = ConfigurationOf(location);
        if (!File.Exists(config))
        {
            if (Directory.Exists(location) && Directory.EnumerateFiles(location).Any(file => !IsTransient(file)))
            {
                throw new RunDirectoryException(
                    $"{location}: The directory has files but no config.yaml, so it is no run;"
                    + " use another --output, or delete it.");
            }

            return;
        }

        RunConfiguration begun;
        try
        {
            begun = RunConfiguration.Parse(File.ReadAllText(config), algorithm.Name, config);
            if (begun.Values.Count == 0)
            {
                throw new ConfigurationException($"{config}: There are no settings.");
            }
        }
        catch (ConfigurationException wrong)
        {
            throw new RunDirectoryException(
                $"{location}: The run's config.yaml is damaged; delete the directory to begin anew.", wrong);
        }

        if (RunConfiguration.Of(experiment, algorithm).DifferenceFrom(begun) is { } difference)
        {
            throw new RunDirectoryException(
                $"{location}: This run was begun with other settings: {difference};"
                + " use another name or --output for a run of its own.");
        }
    }

    private static bool IsTransient(string file) =>
        Path.GetFileName(file) == ".lock" || file.EndsWith(".partial", StringComparison.Ordinal);

    internal static T Writing<T>(string location, Func<T> body)
    {
        try
        {
            return body();
        }
        catch (Exception wrong) when (wrong is IOException or UnauthorizedAccessException)
        {
            throw new RunDirectoryException(
                $"{location}: The run cannot be written here: {wrong.Message.ReplaceLineEndings(" ").TrimEnd('.')};"
                + " use another --output, or make room and permission for it.",
                wrong);
        }
    }
}
