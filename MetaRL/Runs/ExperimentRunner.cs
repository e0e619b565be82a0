using System.Diagnostics;
using MetaRL.Checkpoints;
using MetaRL.Configuration;
using MetaRL.Environments.Tasks;
using MetaRL.Evaluation;
using MetaRL.Evaluation.Measuring;
using MetaRL.Evaluation.Plots;
using MetaRL.Evaluation.Statistics;
using MetaRL.Learners;
using static TorchSharp.torch;

namespace MetaRL.Runs;

/// <summary>
/// Trains, evaluates and compares what an experiment names, going on where an earlier start was interrupted.
/// </summary>
/// <param name="output">Folder of all experiments.</param>
/// <param name="observer">Told what happens.</param>
/// <param name="commandLine">Command that started this process, for the provenance.</param>
public sealed class ExperimentRunner(string output, IRunObserver observer, string commandLine)
{
    /// <summary>Whether comparisons have <c>paper/</c> as well, with the figures in a paper's size.</summary>
    public bool Paper { get; init; }

    /// <summary>Every algorithm of an experiment with every seed.</summary>
    public IReadOnlyList<TrainingRun> Runs(Experiment experiment) =>
    [
        .. from algorithm in experiment.Algorithms
           from seed in experiment.Seeds
           select new TrainingRun(
               experiment, algorithm, seed, RunDirectory.LocationOf(output, experiment, algorithm, seed)),
    ];

    /// <summary>Trains every algorithm with every seed, as far as that is not done yet.</summary>
    /// <returns>False where <paramref name="stop"/> ended it; a checkpoint to go on from is then written.</returns>
    public bool Train(Experiment experiment, CancellationToken stop) =>
        Runs(experiment).All(run => Train(run, stop));

    /// <summary>Puts every trained agent into the experiment's evaluation tasks and writes all returns.</summary>
    /// <exception cref="RunDirectoryException">A run is not trained, or not to its end.</exception>
    public void Evaluate(Experiment experiment, CancellationToken stop)
    {
        var evaluation = Evaluation(experiment);
        foreach (var run in Runs(experiment))
        {
            stop.ThrowIfCancellationRequested();
            Evaluate(run, evaluation);
        }
    }

    /// <summary>
    /// Compares what has been evaluated and writes <c>comparison.md</c>, <c>comparison.json</c> and <c>plots/</c>.
    /// </summary>
    /// <exception cref="RunDirectoryException">A run is not evaluated.</exception>
    /// <returns>One, or two where agents are also measured by the episodes of single environments.</returns>
    public IReadOnlyList<Comparison> Compare(Experiment experiment) => Compare(experiment.Path, Runs(experiment));

    /// <summary>The tasks that the agents of an experiment are put into, with what is known of them.</summary>
    public AgentEvaluation Evaluation(Experiment experiment) =>
        new(experiment, Device(experiment), Folder(experiment.Path), observer);

    /// <summary>Puts one trained agent into the evaluation tasks and writes all returns.</summary>
    /// <param name="run">The run.</param>
    /// <param name="evaluation">The tasks of its experiment.</param>
    /// <exception cref="RunDirectoryException">It is not trained, or not to its end.</exception>
    public void Evaluate(TrainingRun run, AgentEvaluation evaluation)
    {
        var experiment = run.Experiment;
        observer.Evaluating(run);
        var algorithm = Algorithm.Build(experiment, run.Algorithm, Device(experiment));
        using var scope = NewDisposeScope();
        var state = Trained(run, algorithm);
        scope.Attach(state.Tensors);
        foreach (var singleLane in experiment.Evaluation.SingleLaneChoices)
        {
            EvaluationFile.Write(
                RunDirectory.EvaluationOf(run.Directory, experiment.Evaluation.Split.Name, singleLane),
                evaluation.Of(run, algorithm, state, singleLane));
        }

        observer.Evaluated(run);
    }

    /// <summary>Compares evaluated runs of the same tasks and writes the comparison's files.</summary>
    /// <param name="path">Folder of the comparison below the output, and what it calls the experiment.</param>
    /// <param name="runs">At least one; of one experiment, or of several points of a sweep.</param>
    /// <param name="notes">What has to be known of them, in Markdown.</param>
    /// <exception cref="RunDirectoryException">A run is not evaluated.</exception>
    /// <returns>One, or two where agents are also measured by the episodes of single environments.</returns>
    public IReadOnlyList<Comparison> Compare(
        string path, IReadOnlyList<TrainingRun> runs, IReadOnlyList<string>? notes = null)
    {
        var experiment = runs[0].Experiment;
        var tasks = AgentEvaluation.Tasks(experiment);
        var hash = experiment.Family.Tasks.ContentHash(tasks);
        EvaluationResult[][] results =
        [
            .. experiment.Evaluation.SingleLaneChoices.Select(singleLane =>
                runs.Select(run => Evaluation(run, path, hash, singleLane)).ToArray()),
        ];
        LearningSeries[] learning =
        [
            .. runs.Select(run => run.Algorithm.Learner is { Trains: true, PlaysItself: true }
                ? MetricsTable.Read(RunDirectory.MetricsOf(run.Directory)).Learning(run.Algorithm.Name)
                : LearningSeries.None(run.Algorithm.Name)),
        ];
        var comparisons = Array.ConvertAll(results, one => Comparison.Of(one, learning: learning));
        ComparisonFiles.Write(
            Folder(path), comparisons, learning, TaskAxis.Of(experiment.Family.Tasks, tasks), Paper, notes);
        observer.Compared(path, comparisons, Folder(path));
        return comparisons;
    }

    /// <summary>Trains one run to its end, or to an iteration before it.</summary>
    /// <param name="run">The run.</param>
    /// <param name="stop">Asks to end after the meta-iteration that is under way.</param>
    /// <param name="until">Where to pause, with a checkpoint to go on from; null for the end.</param>
    /// <param name="shards">Who computes the tasks of its meta-iterations; null where this process does.</param>
    /// <returns>False where <paramref name="stop"/> ended it; a checkpoint to go on from is then written.</returns>
    public bool Train(TrainingRun run, CancellationToken stop, int? until = null, IShards? shards = null)
    {
        var (experiment, device) = (run.Experiment, Device(run.Experiment));
        var algorithm = Algorithm.Build(
            experiment, run.Algorithm, device, problem => problem with { Shards = shards });
        var key = new RngKey((ulong)run.Seed);
        using var directory = RunDirectory.Open(output, experiment, run.Algorithm, run.Seed, device, commandLine);
        using var scope = NewDisposeScope();
        var initial = algorithm.Learner.Initialize(key.For("initialization"));
        var state = directory.Resume(initial);
        scope.Attach(initial.Tensors);
        if (directory.Checkpoints.Latest() is null)
        {
            directory.Save(state);
        }

        var saved = state.Iteration;
        var target = Math.Min(until ?? algorithm.Iterations, algorithm.Iterations);
        observer.TrainingStarted(run, state.Iteration);
        while (state.Iteration < target && !stop.IsCancellationRequested)
        {
            var clock = Stopwatch.StartNew();
            var (next, metrics) = Iterate(
                run, algorithm.Learner, key.For("training").At(state.Iteration), state, saved);
            Dispose(state, initial);
            state = next;
            directory.Record(state, metrics, clock.Elapsed);
            observer.Iterated(run, state.Iteration, metrics, clock.Elapsed);
            if (state.Iteration % experiment.Training.CheckpointEveryIterations == 0)
            {
                directory.Save(state);
                saved = state.Iteration;
            }
        }

        if (saved != state.Iteration)
        {
            directory.Save(state);
        }

        var complete = state.Iteration >= algorithm.Iterations;
        if (complete)
        {
            directory.Complete();
        }

        Dispose(state, initial);
        observer.TrainingEnded(run, state.Iteration, complete);
        return state.Iteration >= target;
    }

    private static (MetaState State, MetaMetrics Metrics) Iterate(
        TrainingRun run, IMetaLearner learner, RngKey key, MetaState state, long saved)
    {
        try
        {
            return learner.Iterate(key, state);
        }
        catch (NonFiniteException wrong)
        {
            throw new NonFiniteException(
                $"{run.Algorithm.Name} seed {run.Seed}, meta-iteration {state.Iteration + 1}: {wrong.Message} Training"
                + " stopped, the"
                + $" checkpoint of iteration {saved} is kept; try {run.Algorithm.Learner.SmallerSteps}.");
        }
    }

    /// <summary>The last checkpoint of a run that is trained to its end.</summary>
    /// <exception cref="RunDirectoryException">It is not, or further, or with other settings.</exception>
    public static SavedCheckpoint RequireTrained(TrainingRun run)
    {
        var folder = new CheckpointFolder(RunDirectory.CheckpointsOf(run.Directory));
        var (latest, iterations) = (folder.Latest(), run.Iterations);
        if (latest is not null && latest.Iteration > iterations)
        {
            throw new RunDirectoryException(
                $"{run.Directory}: The run is trained for {latest.Iteration} iterations, more than the"
                + $" {iterations} of the"
                + " experiment; take another --output, or restore training.iterations.");
        }

        RunDirectory.RequireSameSettings(run.Directory, run.Experiment, run.Algorithm);
        return latest is null || latest.Iteration < iterations
            ? throw new RunDirectoryException(
                $"{run.Directory}: The run is trained for {latest?.Iteration ?? 0} of {iterations}"
                + " iterations;"
                + " train it to its end with `metarl train`.")
            : latest;
    }

    private static MetaState Trained(TrainingRun run, Algorithm algorithm)
    {
        var latest = RequireTrained(run);
        using var scope = NewDisposeScope();
        var like = algorithm.Learner.Initialize(default);
        scope.Attach(like.Tensors);
        var state = Checkpoint.Load(
            latest.Path, like, RunConfiguration.OwnerOf(run.Experiment, run.Algorithm, run.Seed));
        return state.Iteration == latest.Iteration
            ? state
            : throw new CheckpointException(
                $"{latest.Path}: The checkpoint is of iteration {state.Iteration}, whatever its name says; rename it,"
                + " and train on with `metarl train`.");
    }

    // A run's evaluation, if it is the one that the experiment asks for.
    private static EvaluationResult Evaluation(TrainingRun run, string path, string taskHash, bool singleLane)
    {
        var file = RunDirectory.EvaluationOf(run.Directory, run.Experiment.Evaluation.Split.Name, singleLane);
        RunDirectory.RequireSameSettings(run.Directory, run.Experiment, run.Algorithm);
        if (!File.Exists(file))
        {
            throw new RunDirectoryException($"{file}: The run is not evaluated; evaluate it with `metarl evaluate`.");
        }

        var result = EvaluationFile.Read(file);
        var (iteration, settings) = result.Source is { } source
            ? (source.Iteration, RunConfiguration.Stored(source.Settings))
            : BeforeSources(run);
        var iterations = run.Algorithm.Learner.Trains ? run.Experiment.Training.Iterations : 0;
        var difference = (result.Algorithm, result.Seed) == (run.Algorithm.Name, run.Seed)
            ? null
            : FormattableString.Invariant($"it is of {result.Algorithm} seed {result.Seed}");
        difference ??= RunConfiguration.WithEvaluation(run.Experiment, run.Algorithm).DifferenceFrom(settings)
            ?? (
                result.TaskHash == taskHash
                    ? null
                    : $"its tasks have the hash {Begin(result.TaskHash)}, those of the experiment {Begin(taskHash)}")
            ?? (
                result.SingleLane == singleLane
                    ? null
                    : "its agent adapted to "
                      + (singleLane ? "all environments of a task together" : "each environment of a task alone"))
            ?? DifferenceInSize(result, run.Experiment.Evaluation)
            ?? (iteration == iterations ? null : $"it is of iteration {iteration}, the experiment has {iterations}");
        return difference is null
            ? result with { Experiment = path } // whose name may have changed
            : throw new RunDirectoryException(
                $"{file}: The evaluation is not of this experiment: {difference}; evaluate anew with `metarl"
                + " evaluate`.");
    }

    // Of an evaluation whose settings are not its own but its run's, which may have been begun anew since. One without
    // updates may be of an agent that makes none.
    private static string? DifferenceInSize(EvaluationResult result, EvaluationSettings now) =>
        result.EnvsPerTask != now.EnvsPerTask ? FormattableString.Invariant(
            $"it has {result.EnvsPerTask} episodes a task, the experiment {now.EnvsPerTask}")
        : result.Updates > 0 && result.Updates != now.Updates ? FormattableString.Invariant(
            $"it has {result.Updates} updates, the experiment {now.Updates}")
        : null;

    private static string Begin(string hash) => hash[..Math.Min(12, hash.Length)];

    // Evaluations of versions that did not say what they were made from count as of their run's configuration.
    private static (long Iteration, RunConfiguration Settings) BeforeSources(TrainingRun run)
    {
        var config = RunDirectory.ConfigurationOf(run.Directory);
        var settings = RunConfiguration.WithEvaluation(File.ReadAllText(config), run.Algorithm.Name, config);
        return (new CheckpointFolder(RunDirectory.CheckpointsOf(run.Directory)).Latest()?.Iteration ?? 0, settings);
    }

    /// <summary>Where an experiment's files lie.</summary>
    public string Folder(string path) => Path.Combine([output, .. path.Split('/')]);

    /// <summary>Where an experiment computes in this process.</summary>
    /// <remarks>Chunks of tasks have threads of their own, so libtorch gets one each.</remarks>
    public static Device Device(Experiment experiment)
    {
        var device = ComputeDevice.Resolve(experiment.Compute.Device);
        set_num_threads(1);
        return device;
    }

    private static void Dispose(MetaState state, MetaState except)
    {
        foreach (var tensor in state.Tensors.Except(except.Tensors))
        {
            tensor.Dispose();
        }
    }
}
