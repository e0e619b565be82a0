using System.Collections.Concurrent;
using MetaRL.Cli.Exit;
using MetaRL.Cli.Output;
using MetaRL.Cluster.Coordination;
using MetaRL.Configuration;
using MetaRL.Configuration.Sweeps;
using MetaRL.Evaluation.Statistics;
using MetaRL.Learners;
using MetaRL.Runs;
using MetaRL.Scheduling;

namespace MetaRL.Cli.Progress;

/// <summary>
/// Progress as lines that are written once: the first and last iteration of a run, one every few seconds, and where
/// there are several runs one every minute for all of them.
/// </summary>
internal sealed class PlainProgress(Terminal terminal, TimeProvider? clock = null) : IProgressView
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan EveryOfAll = TimeSpan.FromMinutes(1);

    private readonly TimeProvider _time = clock ?? TimeProvider.System;
    private readonly Lock _lock = new();
    private readonly ConcurrentDictionary<string, State> _runs = new(); // by directory
    private readonly Outlook _outlook = new();
    private int _workers;
    private long _lastLine;
    private long _lastOfAll;

    public void Planned(IReadOnlyList<PlannedTraining> trainings, int parallel)
    {
        _outlook.Planned(trainings, parallel);
        _lastOfAll = _time.GetTimestamp();
    }

    public void Finished(PlannedTraining training) => _outlook.Finished(training);

    public void Failed(TrainingRun run, Exception failure)
    {
        _outlook.Failed(run);
        Line(run, $"failed: {Failure.Describe(failure).Line}");
    }

    public void Swept(SweepRanking ranking, string folder)
    {
        lock (_lock)
        {
            SweepView.Write(terminal.Console, ranking, folder);
        }
    }

    public void TrainingStarted(TrainingRun run, long iteration)
    {
        var total = RunText.Iterations(run);
        _runs[run.Directory] = new State(new Pace(_time, iteration, total), iteration);
        if (iteration < total)
        {
            Line(run, RunText.Start(run, iteration));
        }
    }

    public void Iterated(TrainingRun run, long iteration, MetaMetrics metrics, TimeSpan elapsed)
    {
        var state = _runs[run.Directory];
        state.Pace.Add(iteration, metrics.EnvSteps);
        state.Latest = metrics;
        _outlook.Iterated(run, elapsed);
        if (iteration != state.First + 1 && _time.GetElapsedTime(_lastLine) < Every)
        {
            return;
        }

        _lastLine = _time.GetTimestamp();
        var total = RunText.Iterations(run);
        Line(run, $"{iteration} of {total}, {ProgressText.Returns(metrics)}, {ProgressText.Speed(state.Pace)}");
        if (_outlook.IsWorthSaying && _time.GetElapsedTime(_lastOfAll) >= EveryOfAll)
        {
            _lastOfAll = _time.GetTimestamp();
            Line(_outlook.ToString());
        }
    }

    public void TrainingEnded(TrainingRun run, long iteration, bool complete)
    {
        var (state, total) = (_runs[run.Directory], RunText.Iterations(run));
        var returns = state.Latest is null ? "" : $", {ProgressText.Returns(state.Latest)}";
        _outlook.Ended(run);
        Line(run, state.Latest is null
            ? total == 0 ? "nothing to train" : complete ? "already trained" : $"already at {iteration} of {total}"
            : complete ? $"trained in {ProgressText.Duration(state.Pace.Elapsed)}{returns}{RunText.Incidents(run)}"
            : $"stopped at meta-iteration {iteration} of {total}{returns}");
    }

    public void TrainingSpecialists(Experiment experiment, int generation)
    {
        if (_time.GetElapsedTime(_lastLine) < Every)
        {
            return;
        }

        _lastLine = _time.GetTimestamp();
        Line($"{experiment.Path}: specialists of the evaluation tasks, generation {generation}");
    }

    public void Evaluating(TrainingRun run) => Line(run, "evaluating");

    public void Evaluated(TrainingRun run)
    {
    }

    public void Compared(string experiment, IReadOnlyList<Comparison> comparisons, string directory)
    {
        lock (_lock)
        {
            ComparisonView.Write(terminal.Console, SweepPoint.IsPoint(experiment) ? [] : comparisons, directory);
        }
    }

    public void Reported(string path) => Line(path);

    public void WorkersChanged(WorkerCounts workers)
    {
        if (workers.There != _workers)
        {
            Line($"workers: {workers.There}{(_workers == 0 ? "" : $" (before: {_workers})")}");
            _workers = workers.There;
        }
    }

    private void Line(TrainingRun run, string text) => Line($"{RunText.Label(run)}: {text}");

    private void Line(string text)
    {
        lock (_lock)
        {
            terminal.Out.WriteLine(text);
        }
    }

    private sealed record State(Pace Pace, long First)
    {
        public MetaMetrics? Latest { get; set; }
    }
}
