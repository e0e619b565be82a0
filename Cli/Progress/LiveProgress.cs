using System.Collections.Concurrent;
using MetaRL.Cli.Exit;
using MetaRL.Cluster.Coordination;
using MetaRL.Configuration;
using MetaRL.Configuration.Sweeps;
using MetaRL.Evaluation.Statistics;
using MetaRL.Learners;
using MetaRL.Runs;
using MetaRL.Scheduling;
using Spectre.Console;

namespace MetaRL.Cli.Progress;

/// <summary>
/// Progress at a terminal: a bar for each run in training, one for all of them, and above them a line for each that
/// has ended. Where there are workers, a bar says what share of them has something to do.
/// </summary>
internal sealed class LiveProgress : IProgressView
{
    private readonly IAnsiConsole _console;
    private readonly ProgressContext _context;
    private readonly LatestText _text;
    private readonly TimeProvider _time = TimeProvider.System;
    private readonly ConcurrentDictionary<string, Bar> _bars = []; // by directory
    private readonly Outlook _outlook = new();
    private readonly Lock _lock = new();
    private ProgressTask? _all;
    private ProgressTask? _workers;

    private LiveProgress(IAnsiConsole console, ProgressContext context, LatestText text) =>
        (_console, _context, _text) = (console, context, text);

    /// <summary>Does the work while bars are shown, and takes them away whatever happens.</summary>
    public static T Show<T>(IAnsiConsole console, Func<IProgressView, T> work)
    {
        var text = new LatestText();
        return console.Progress().AutoClear(true).HideCompleted(true)
            .Columns(new TaskDescriptionColumn(), new ProgressBarColumn { Width = 20 }, text)
            .Start(context => work(new LiveProgress(console, context, text)));
    }

    public void Planned(IReadOnlyList<PlannedTraining> trainings, int parallel)
    {
        _outlook.Planned(trainings, parallel);
        if (_outlook.IsWorthSaying)
        {
            _all = _context.AddTask("all", maxValue: trainings.Count);
        }
    }

    public void Finished(PlannedTraining training)
    {
        _outlook.Finished(training);
        lock (_lock)
        {
            _all?.Increment(1);
            ShowAll();
        }
    }

    public void Failed(TrainingRun run, Exception failure)
    {
        End(run);
        _outlook.Failed(run);
        Say($"[red]✗[/] {Markup.Escape($"{RunText.Label(run)}: {Failure.Describe(failure).Line}")}");
    }

    public void Swept(SweepRanking ranking, string folder)
    {
        lock (_lock)
        {
            SweepView.Write(_console, ranking, folder);
        }
    }

    public void TrainingStarted(TrainingRun run, long iteration)
    {
        var total = RunText.Iterations(run);
        if (iteration < total && run.Experiment.Family.Engine is not null)
        {
            Say(Markup.Escape($"{RunText.Label(run)}: {RunText.Start(run, iteration)}"));
        }

        var bar = Begin(run.Directory, RunText.Label(run), Math.Max(total, 1), new Pace(_time, iteration, total));
        bar.Task.Value = iteration;
        _text.Set(bar.Task, total == 0 ? "" : $"{iteration}/{total}");
    }

    public void Iterated(TrainingRun run, long iteration, MetaMetrics metrics, TimeSpan elapsed)
    {
        var bar = _bars[run.Directory];
        bar.Pace.Add(iteration, metrics.EnvSteps);
        bar.Latest = metrics;
        _outlook.Iterated(run, elapsed);
        var total = RunText.Iterations(run);
        _text.Set(
            bar.Task, $"{iteration}/{total}  {ProgressText.Returns(metrics)}  {ProgressText.Speed(bar.Pace)}");
        bar.Task.Value = iteration;
        ShowAll();
    }

    public void TrainingEnded(TrainingRun run, long iteration, bool complete)
    {
        var bar = End(run);
        _outlook.Ended(run);
        if (bar?.Latest is null)
        {
            return;
        }

        var (mark, word) = complete
            ? ("[green]✓[/]", "trained in")
            : ("[yellow]•[/]", $"stopped at meta-iteration {iteration} after");
        var (label, time) = (Markup.Escape(RunText.Label(run)), ProgressText.Duration(bar.Pace.Elapsed));
        Say($"{mark} {label}: {word} {time}, {ProgressText.Returns(bar.Latest)}{RunText.Incidents(run)}");
    }

    public void TrainingSpecialists(Experiment experiment, int generation)
    {
        var bar = _bars.GetValueOrDefault(experiment.Path)
            ?? BeginWaiting(experiment.Path, $"{experiment.Path} specialists");
        _text.Set(bar.Task, $"generation {generation}");
    }

    public void Evaluating(TrainingRun run)
    {
        End(run.Experiment.Path);
        _text.Set(BeginWaiting(run.Directory, RunText.Label(run)).Task, "evaluating");
    }

    public void Evaluated(TrainingRun run) => End(run);

    public void Compared(string experiment, IReadOnlyList<Comparison> comparisons, string directory)
    {
        lock (_lock)
        {
            ComparisonView.Write(_console, SweepPoint.IsPoint(experiment) ? [] : comparisons, directory);
        }
    }

    public void Reported(string path) => Say(Markup.Escape(path));

    public void WorkersChanged(WorkerCounts workers)
    {
        lock (_lock)
        {
            _workers ??= _context.AddTask("workers");
            _workers.Value = 0;
            _workers.MaxValue = Math.Max(workers.There, 1) * (1 + 1e-9); // a full bar would count as ended
            _workers.Value = Math.Min(workers.WithRun + workers.WithTasks, workers.There);
            _text.Set(_workers, WorkerText.Of(workers));
        }
    }

    private Bar Begin(string key, string label, double total, Pace pace)
    {
        lock (_lock)
        {
            return _bars[key] = new Bar(_context.AddTask(Markup.Escape(label), maxValue: total), pace);
        }
    }

    private Bar BeginWaiting(string key, string label)
    {
        var bar = Begin(key, label, 1, new Pace(_time, 0, 0));
        bar.Task.IsIndeterminate = true;
        return bar;
    }

    private Bar? End(TrainingRun run) => End(run.Directory);

    private Bar? End(string key)
    {
        if (!_bars.TryRemove(key, out var bar))
        {
            return null;
        }

        lock (_lock)
        {
            bar.Task.Value = bar.Task.MaxValue;
            _context.Refresh(); // or lines written next would push the ended bar down with them
        }

        return bar;
    }

    private void Say(string markup)
    {
        lock (_lock)
        {
            _console.MarkupLine(markup);
        }
    }

    private void ShowAll()
    {
        if (_all is not null)
        {
            _text.Set(_all, _outlook.ToString());
        }
    }

    private sealed record Bar(ProgressTask Task, Pace Pace)
    {
        public MetaMetrics? Latest { get; set; }
    }
}
