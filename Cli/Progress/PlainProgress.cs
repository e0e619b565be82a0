using MetaRL.Cli.Output;
using MetaRL.Configuration;
using MetaRL.Evaluation.Statistics;
using MetaRL.Learners;
using MetaRL.Runs;

namespace MetaRL.Cli.Progress;

/// <summary>
/// Progress as lines that are written once: the first and last iteration of a run, and one every few seconds.
/// </summary>
internal sealed class PlainProgress(Terminal terminal, TimeProvider? clock = null) : IRunObserver
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(5);

    private readonly TimeProvider _time = clock ?? TimeProvider.System;
    private Pace _pace = new(TimeProvider.System, 0, 0);
    private long _first;
    private long _lastLine;
    private MetaMetrics? _latest;

    public void TrainingStarted(TrainingRun run, long iteration)
    {
        var total = RunText.Iterations(run);
        _pace = new Pace(_time, iteration, total);
        (_first, _latest) = (iteration, null);
        if (iteration < total)
        {
            Line(run, RunText.Start(run, iteration));
        }
    }

    public void Iterated(TrainingRun run, long iteration, MetaMetrics metrics, TimeSpan elapsed)
    {
        _pace.Add(iteration, metrics.EnvSteps);
        _latest = metrics;
        if (iteration != _first + 1 && _time.GetElapsedTime(_lastLine) < Every)
        {
            return;
        }

        _lastLine = _time.GetTimestamp();
        var total = RunText.Iterations(run);
        Line(run, $"{iteration} of {total}, {ProgressText.Returns(metrics)}, {ProgressText.Speed(_pace)}");
    }

    public void TrainingEnded(TrainingRun run, long iteration, bool complete)
    {
        var returns = _latest is null ? "" : $", {ProgressText.Returns(_latest)}";
        Line(run, !complete ? $"stopped at meta-iteration {iteration} of {RunText.Iterations(run)}{returns}"
            : _latest is null ? iteration == 0 ? "nothing to train" : "already trained"
            : $"trained in {ProgressText.Duration(_pace.Elapsed)}{returns}{RunText.Incidents(run)}");
    }

    public void TrainingSpecialists(Experiment experiment, int generation)
    {
        if (_time.GetElapsedTime(_lastLine) < Every)
        {
            return;
        }

        _lastLine = _time.GetTimestamp();
        terminal.Out.WriteLine($"{experiment.Path}: specialists of the evaluation tasks, generation {generation}");
    }

    public void Evaluating(TrainingRun run) => Line(run, "evaluating");

    public void Compared(Experiment experiment, IReadOnlyList<Comparison> comparisons, string directory) =>
        ComparisonView.Write(terminal.Console, comparisons, directory);

    private void Line(TrainingRun run, string text) => terminal.Out.WriteLine($"{RunText.Label(run)}: {text}");
}
