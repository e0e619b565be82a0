using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using MetaRL.Configuration;
using MetaRL.Evaluation.Statistics;
using MetaRL.Learners;
using MetaRL.Runs;

namespace MetaRL.Scheduling;

/// <summary>
/// Measures what runs do, wherever they are computed, and tells another observer. Instruments and spans cost nothing
/// where nobody listens to them.
/// </summary>
/// <remarks>
/// A training and an evaluation are a span each, with one below it for each meta-iteration, dated back from when it was
/// heard of by the time that it took. All carry <c>experiment</c>, <c>algorithm</c> and <c>seed</c>.
/// </remarks>
/// <param name="next">The other observer.</param>
public sealed class RunTelemetry(IScheduleObserver next) : IScheduleObserver, IDisposable
{
    /// <summary>Name of the meter and of the source of spans.</summary>
    public const string Name = "MetaRL";

    private static readonly ActivitySource Source = new(Name);
    private static readonly Meter Meter = new(Name);

    private static readonly Counter<long> Iterations = Meter.CreateCounter<long>(
        "metarl.iterations", "{iteration}", "Meta-iterations done");

    private static readonly Counter<long> EnvSteps = Meter.CreateCounter<long>(
        "metarl.env_steps", "{step}", "Environment steps of meta-iterations");

    private static readonly Histogram<double> Duration = Meter.CreateHistogram(
        "metarl.iteration.duration", "s", "Time of a meta-iteration", null, new InstrumentAdvice<double>
        {
            HistogramBucketBoundaries =
                [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 25, 50, 100, 250, 1000],
        });

    private static readonly Gauge<double> ReturnBefore = Meter.CreateGauge<double>(
        "metarl.return.before", "1", "Mean return before adapting, of the latest meta-iteration");

    private static readonly Gauge<double> ReturnAfter = Meter.CreateGauge<double>(
        "metarl.return.after", "1", "Mean return after adapting, of the latest meta-iteration");

    private static readonly Counter<long> Failures = Meter.CreateCounter<long>(
        "metarl.runs.failed", "{run}", "Runs that ended with an error");

    private static readonly Counter<long> Evaluations = Meter.CreateCounter<long>(
        "metarl.evaluations", "{evaluation}", "Trained agents that were evaluated");

    private readonly ConcurrentDictionary<string, Activity> _spans = new(); // by directory

    public void Planned(IReadOnlyList<PlannedTraining> trainings, int parallel) => next.Planned(trainings, parallel);

    public void Finished(PlannedTraining training) => next.Finished(training);

    public void Failed(TrainingRun run, Exception failure)
    {
        Failures.Add(1, Tags(run));
        End(run, span => span.SetStatus(ActivityStatusCode.Error, failure.Message));
        next.Failed(run, failure);
    }

    public void Swept(SweepRanking ranking, string folder) => next.Swept(ranking, folder);

    public void Reported(string path) => next.Reported(path);

    public void TrainingStarted(TrainingRun run, long iteration)
    {
        Begin(run, "training");
        next.TrainingStarted(run, iteration);
    }

    public void Iterated(TrainingRun run, long iteration, MetaMetrics metrics, TimeSpan elapsed)
    {
        var tags = Tags(run);
        Iterations.Add(1, tags);
        EnvSteps.Add(metrics.EnvSteps, tags);
        Duration.Record(elapsed.TotalSeconds, tags);
        if (double.IsFinite(metrics.ReturnBefore))
        {
            ReturnBefore.Record(metrics.ReturnBefore, tags);
        }

        if (double.IsFinite(metrics.ReturnAfter))
        {
            ReturnAfter.Record(metrics.ReturnAfter, tags);
        }

        if (_spans.TryGetValue(run.Directory, out var training))
        {
            using var span = Source.StartActivity(
                "meta-iteration", ActivityKind.Internal, training.Context, tags, links: null,
                DateTimeOffset.UtcNow - elapsed);
            _ = span?.SetTag("iteration", iteration);
        }

        next.Iterated(run, iteration, metrics, elapsed);
    }

    public void TrainingEnded(TrainingRun run, long iteration, bool complete)
    {
        End(run, span => span.SetTag("iteration", iteration).SetTag("complete", complete));
        next.TrainingEnded(run, iteration, complete);
    }

    public void TrainingSpecialists(Experiment experiment, int generation) =>
        next.TrainingSpecialists(experiment, generation);

    public void Evaluating(TrainingRun run)
    {
        Begin(run, "evaluation");
        next.Evaluating(run);
    }

    public void Evaluated(TrainingRun run)
    {
        Evaluations.Add(1, Tags(run));
        End(run, span => span);
        next.Evaluated(run);
    }

    public void Compared(string experiment, IReadOnlyList<Comparison> comparisons, string directory) =>
        next.Compared(experiment, comparisons, directory);

    /// <summary>Ends the spans of runs that were stopped before their end.</summary>
    public void Dispose()
    {
        foreach (var span in _spans.Values)
        {
            span.Dispose();
        }

        _spans.Clear();
    }

    // A run that goes on with its tasks spread over workers begins twice and is one span.
    private void Begin(TrainingRun run, string name)
    {
        if (!_spans.ContainsKey(run.Directory)
            && Source.StartActivity(name, ActivityKind.Internal, default(ActivityContext), Tags(run)) is { } span)
        {
            _spans[run.Directory] = span;
        }
    }

    private void End(TrainingRun run, Func<Activity, Activity> note)
    {
        if (_spans.TryRemove(run.Directory, out var span))
        {
            note(span).Dispose();
        }
    }

    private static TagList Tags(TrainingRun run) => new()
    {
        { "experiment", run.Experiment.Path }, { "algorithm", run.Algorithm.Name }, { "seed", run.Seed },
    };
}
