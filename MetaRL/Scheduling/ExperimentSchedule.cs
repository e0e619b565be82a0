using MetaRL.Configuration;
using MetaRL.Configuration.Sweeps;
using MetaRL.Learners;
using MetaRL.Runs;

namespace MetaRL.Scheduling;

/// <summary>
/// All runs of some experiments, several at a time: trained, evaluated and compared as far as that is not done yet. A
/// run that fails is left out of its comparison and does not stop the others.
/// </summary>
/// <param name="runner">Does one run.</param>
/// <param name="observer">Told what happens.</param>
/// <param name="phases">What is done.</param>
/// <param name="report">Writes a page about a comparison and says where; null for none.</param>
public sealed class ExperimentSchedule(
    ExperimentRunner runner, IScheduleObserver observer, Phases phases, Func<ComparedRuns, string>? report = null)
{
    private const int MostWaiting = 128; // threads that wait for an executor, which may get more places at any time

    private readonly JobGraph _jobs = new();
    private readonly List<PlannedTraining> _planned = [];
    private readonly List<RunFailure> _failures = [];

    /// <summary>Where runs are computed; this process by default.</summary>
    public IRunExecutor Executor { get; init; } = new LocalExecutor(runner);

    /// <summary>What went wrong, in the order in which it did.</summary>
    public IReadOnlyList<RunFailure> Failures => _failures;

    /// <summary>Does everything.</summary>
    /// <param name="experiments">In order; points of a sweep one behind the other.</param>
    /// <param name="parallel">Runs at a time, at least 1.</param>
    /// <param name="stop">Asks to end after the meta-iterations that are under way.</param>
    /// <returns>False where it was stopped; started again, it goes on from there.</returns>
    public bool Run(IReadOnlyList<Experiment> experiments, int parallel, CancellationToken stop)
    {
        foreach (var set in experiments.GroupBy(experiment => experiment.Name))
        {
            Experiment[] points = [.. set];
            switch (points[0].Point)
            {
                case { Settings: var settings, Points: var all } when all == points.Length:
                    Add(points, settings);
                    break;
                default: // no sweep, or some points of one, which are not ranked without the others
                    Array.ForEach(points, point => _ = AddExperiment(point));
                    break;
            }
        }

        Executor.Plan(_planned.Count(training => training.Iterations > 0));
        observer.Planned(_planned, Executor.AtOnce ?? parallel);
        return _jobs.Run(Executor.AtOnce is null ? parallel : Math.Max(parallel, MostWaiting), stop);
    }

    private void Add(Experiment[] points, SweepSettings settings)
    {
        if (settings.Method == SearchMethod.Halving)
        {
            AddHalving(points, settings);
        }
        else
        {
            AddSweep(points, settings);
        }
    }

    // Every algorithm with every seed, and their comparison
    private Job AddExperiment(Experiment experiment)
    {
        var runs = runner.Runs(experiment);
        Job[] trained =
            [.. runs.Select(run => AddTraining(run.Algorithm, () => run, 0, experiment.Training.Iterations, null))];
        Job[] evaluated = [.. runs.Zip(trained, (run, after) => AddEvaluation(() => run, after))];
        return AddComparison(() => (experiment.Path, runs, null), evaluated);
    }

    // Every point to its end
    private void AddSweep(Experiment[] points, SweepSettings settings)
    {
        Job[] compared = [.. points.Select(AddExperiment)];
        AddConclusion(
            points, settings,
            algorithm => points.Select(point =>
                Measure(point, Seeds(point, algorithm), point.Training.Iterations)),
            compared);
    }

    // Rung by rung, each algorithm by itself
    private void AddHalving(Experiment[] points, SweepSettings settings)
    {
        var rungs = SuccessiveHalving.Rungs(
            points.Length, points[0].Training.Iterations, settings.Ratio, settings.LeastIterations);
        var brackets = points[0].Algorithms.ToDictionary(algorithm => algorithm, algorithm => algorithm.Learner.Trains
            ? new HalvingBracket(rungs, [.. points.Select(point => (point, Seeds(point, algorithm.Name)))])
            : new HalvingBracket([new Rung(1, rungs[^1].Iterations)], [(points[0], Seeds(points[0], algorithm.Name))]));
        var latest = brackets.Keys.ToDictionary(algorithm => algorithm, _ => Array.Empty<Job>());
        for (var rung = 0; rung < rungs.Count; rung++)
        {
            var from = rung == 0 ? 0 : rungs[rung - 1].Iterations;
            foreach (var (algorithm, bracket) in brackets.Where(one => rung < one.Value.Rungs.Count))
            {
                var here = rung;
                Job[] trained =
                [
                    .. Slots(bracket.Rungs[rung].Arms, points[0]).Select(slot => AddTraining(
                        algorithm, () => bracket.Alive[slot.Arm].Runs[slot.Seed], from, bracket.Rungs[here].Iterations,
                        bracket, latest[algorithm])),
                ];
                latest[algorithm] = here < bracket.Rungs.Count - 1
                    ? [_jobs.Add(_ => bracket.IsStopped || Always(() => bracket.Promote(here, Measure)), trained)]
                    : [.. Slots(bracket.Rungs[rung].Arms, points[0]).Select(slot => AddEvaluation(
                        () => bracket.IsStopped ? null : bracket.Alive[slot.Arm].Runs[slot.Seed], trained))];
            }
        }

        AddConclusion(
            points, settings, name => brackets.First(one => one.Key.Name == name).Value.Everything(Measure),
            [.. latest.Values.SelectMany(jobs => jobs)], () => brackets.Values.Any(one => one.IsStopped));
    }

    // A damaged run is named and counts as failed.
    private SweepArm Measure(Experiment point, IReadOnlyList<TrainingRun> runs, int iterations)
    {
        try
        {
            return SweepArm.Of(point, runs, iterations);
        }
        catch (RunDirectoryException damaged)
        {
            if (!HasFailed(runs[0]))
            {
                Fail(runs[0], damaged);
            }

            return SweepArm.Unknown(point, runs);
        }
    }

    private static IEnumerable<(int Arm, int Seed)> Slots(int arms, Experiment experiment) =>
        from arm in Enumerable.Range(0, arms)
        from seed in Enumerable.Range(0, experiment.Seeds.Count)
        select (arm, seed);

    private IReadOnlyList<TrainingRun> Seeds(Experiment point, string algorithm) =>
        [.. runner.Runs(point).Where(run => run.Algorithm.Name == algorithm)];

    private Job AddTraining(
        AlgorithmSettings algorithm, Func<TrainingRun> run, int from, int until, HalvingBracket? bracket,
        params IReadOnlyList<Job> after)
    {
        if (!phases.HasFlag(Phases.Train))
        {
            return _jobs.Add(_ => true, after);
        }

        var planned = new PlannedTraining(algorithm.Name, algorithm.Learner.Trains ? until - from : 0);
        _planned.Add(planned);
        return _jobs.Add(
            stop =>
            {
                if (bracket is { IsStopped: true })
                {
                    return true;
                }

                var one = run();
                var complete = Guarded(one, _ => Executor.Train(one, stop, until));
                if (bracket is not null && FailureOf(one) is { } failure and not NonFiniteException)
                {
                    bracket.IsStopped = true;
                }

                if (complete)
                {
                    observer.Finished(planned);
                }

                return complete;
            },
            after);
    }

    // Of the run, if there is one that did not fail
    private Job AddEvaluation(
        Func<TrainingRun?> run, params IReadOnlyList<Job> after) => _jobs.Add(
        stop => !phases.HasFlag(Phases.Evaluate) || run() is not { } one || HasFailed(one)
            || Guarded(one, _ => Executor.Evaluate(one, stop)),
        after);

    // Of those that did not fail
    private Job AddComparison(
        Func<(string Path, IReadOnlyList<TrainingRun> Runs, SweepRanking? Ranking)> what,
        params IReadOnlyList<Job> after) => _jobs.Add(
        _ => !phases.HasFlag(Phases.Compare) || Guarded(null, _ => Always(() =>
        {
            var (path, runs, ranking) = what();
            TrainingRun[] sound = [.. runs.Where(run => !HasFailed(run))];
            if (sound.Length > 0)
            {
                var notes = ComparedRuns.NotesOn(sound, [.. runs.Except(sound)], ranking);
                var comparisons = runner.Compare(path, sound, notes);
                if (report?.Invoke(new ComparedRuns(
                    path, runner.Folder(path), sound, notes, comparisons, ranking)) is { } page)
                {
                    observer.Reported(page);
                }
            }
        })),
        after);

    // The ranking of a sweep's points, and each algorithm at its best
    private void AddConclusion(
        Experiment[] points, SweepSettings settings, Func<string, IEnumerable<SweepArm>> arms,
        IReadOnlyList<Job> after, Func<bool>? isStopped = null)
    {
        var byLength = settings.Method == SearchMethod.Halving;
        var ranked = new Lazy<SweepRanking>(() => new SweepRanking(
            points[0].Name, settings,
            [
                .. points[0].Algorithms.Where(algorithm => algorithm.Learner.Trains).Select(algorithm =>
                    new RankedAlgorithm(algorithm.Name, SweepArm.Ranked(arms(algorithm.Name), byLength))),
            ]));
        var isTuned = SweepFile.IsTuned(points[0].Point!);
        var written = _jobs.Add(
            stop => isStopped?.Invoke() == true || Guarded(null, _ =>
            {
                if (phases.HasFlag(Phases.Compare))
                {
                    var folder = runner.Folder(points[0].Name);
                    SweepFile.Write(folder, ranked.Value);
                    observer.Swept(ranked.Value, folder);
                }

                return !isTuned || !phases.HasFlag(Phases.Evaluate)
                    || EvaluateMissing(Best(points[0], ranked.Value), stop);
            }),
            after);
        if (isTuned)
        {
            _ = AddComparison(
                () => isStopped?.Invoke() == true
                    ? (points[0].Name, [], null)
                    : (points[0].Name, Best(points[0], ranked.Value), ranked.Value),
                written);
        }
    }

    // The best may be a point that was trained to its end before, and is not among those that this sweep evaluated.
    private bool EvaluateMissing(IReadOnlyList<TrainingRun> runs, CancellationToken stop) => runs
        .Where(run => !HasFailed(run) && !File.Exists(
            RunDirectory.EvaluationOf(run.Directory, run.Experiment.Evaluation.Split.Name)))
        .All(run => Guarded(run, _ => Executor.Evaluate(run, stop)));

    private IReadOnlyList<TrainingRun> Best(Experiment first, SweepRanking ranking) =>
    [
        .. first.Algorithms.SelectMany(algorithm =>
            ranking.Algorithms.FirstOrDefault(one => one.Name == algorithm.Name)?.Arms[0].Runs
            ?? Seeds(first, algorithm.Name)),
    ];

    private bool HasFailed(TrainingRun run) => FailureOf(run) is not null;

    private Exception? FailureOf(TrainingRun run)
    {
        lock (_failures)
        {
            return _failures.Find(one => one.Run?.Directory == run.Directory)?.Failure;
        }
    }

    // An error ends one run, not the others.
    private bool Guarded(TrainingRun? run, Func<TrainingRun, bool> work)
    {
        try
        {
            return work(run!);
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            Fail(run, failure);
            return true;
        }
    }

    private void Fail(TrainingRun? run, Exception failure)
    {
        lock (_failures)
        {
            _failures.Add(new RunFailure(run, failure));
        }

        if (run is not null)
        {
            observer.Failed(run, failure);
        }
    }

    private static bool Always(Action work)
    {
        work();
        return true;
    }
}
