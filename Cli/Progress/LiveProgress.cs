using MetaRL.Configuration;
using MetaRL.Evaluation.Statistics;
using MetaRL.Learners;
using MetaRL.Runs;
using Spectre.Console;

namespace MetaRL.Cli.Progress;

/// <summary>
/// Progress at a terminal: a bar for the run in training, and above it a line for each that has ended.
/// </summary>
internal sealed class LiveProgress : IRunObserver
{
    private readonly IAnsiConsole _console;
    private readonly ProgressContext _context;
    private readonly LatestText _text;
    private readonly TimeProvider _time = TimeProvider.System;
    private ProgressTask? _bar;
    private Pace _pace = new(TimeProvider.System, 0, 0);
    private MetaMetrics? _latest;

    private LiveProgress(IAnsiConsole console, ProgressContext context, LatestText text) =>
        (_console, _context, _text) = (console, context, text);

    /// <summary>Does the work while the bar is shown, and takes the bar away whatever happens.</summary>
    public static T Show<T>(IAnsiConsole console, Func<IRunObserver, T> work)
    {
        var text = new LatestText();
        return console.Progress().AutoClear(true).HideCompleted(true)
            .Columns(new TaskDescriptionColumn(), new ProgressBarColumn { Width = 20 }, text)
            .Start(context => work(new LiveProgress(console, context, text)));
    }

    public void TrainingStarted(TrainingRun run, long iteration)
    {
        var total = RunText.Iterations(run);
        _pace = new Pace(_time, iteration, total);
        _latest = null;
        _text.Value = total == 0 ? "" : $"{iteration}/{total}";
        if (iteration < total && run.Experiment.Family.Engine is not null)
        {
            _console.MarkupLine(Markup.Escape($"{RunText.Label(run)}: {RunText.Start(run, iteration)}"));
        }

        Begin(RunText.Label(run), Math.Max(total, 1), iteration);
    }

    public void Iterated(TrainingRun run, long iteration, MetaMetrics metrics, TimeSpan elapsed)
    {
        _pace.Add(iteration, metrics.EnvSteps);
        _latest = metrics;
        var total = RunText.Iterations(run);
        _text.Value = $"{iteration}/{total}  {ProgressText.Returns(metrics)}  {ProgressText.Speed(_pace)}";
        _bar!.Value = iteration;
    }

    public void TrainingEnded(TrainingRun run, long iteration, bool complete)
    {
        End();
        if (_latest is null)
        {
            return;
        }

        var (mark, word) = complete
            ? ("[green]✓[/]", "trained in")
            : ("[yellow]•[/]", $"stopped at meta-iteration {iteration} after");
        var (label, time) = (Markup.Escape(RunText.Label(run)), ProgressText.Duration(_pace.Elapsed));
        _console.MarkupLine($"{mark} {label}: {word} {time}, {ProgressText.Returns(_latest)}{RunText.Incidents(run)}");
    }

    public void TrainingSpecialists(Experiment experiment, int generation)
    {
        if (_bar is null)
        {
            Begin($"{experiment.Path} specialists", 1, 0);
            _bar!.IsIndeterminate = true;
        }

        _text.Value = $"generation {generation}";
    }

    public void Evaluating(TrainingRun run)
    {
        End();
        _text.Value = "evaluating";
        Begin(RunText.Label(run), 1, 0);
        _bar!.IsIndeterminate = true;
    }

    public void Compared(Experiment experiment, IReadOnlyList<Comparison> comparisons, string directory)
    {
        End();
        ComparisonView.Write(_console, comparisons, directory);
    }

    private void Begin(string label, double total, double value)
    {
        _bar = _context.AddTask(Markup.Escape(label), maxValue: total);
        _bar.Value = value;
    }

    private void End()
    {
        if (_bar is not null)
        {
            _bar.Value = _bar.MaxValue;
            _bar = null;
            _context.Refresh(); // or lines written next would push the ended bar down with them
        }
    }
}
