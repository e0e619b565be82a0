using System.Diagnostics;
using System.Diagnostics.Metrics;
using MetaRL.Learners;
using MetaRL.Runs;
using MetaRL.Scheduling;
using MetaRL.Tests.Runs;
using Xunit;

namespace MetaRL.Tests.Scheduling;

public sealed class RunTelemetryTests : IDisposable
{
    private readonly List<string> _measured = []; // instrument=value
    private readonly List<Activity> _spans = []; // that ended
    private readonly MeterListener _meters = new();
    private readonly ActivityListener _activities = new();
    private readonly Heard _next = new();
    private readonly RunTelemetry _telemetry;
    private readonly TrainingRun _run;

    public RunTelemetryTests()
    {
        var experiment = SmallRun.Experiment() with { Path = "measured" };
        _run = new TrainingRun(experiment, experiment.Algorithms[0], Seed: 7, Directory: "measured/maml/seed-7");
        _telemetry = new RunTelemetry(_next);
        _meters.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Name == RunTelemetry.Name)
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _meters.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Note(instrument, value, tags));
        _meters.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Note(instrument, value, tags));
        _meters.Start();
        _activities.ShouldListenTo = source => source.Name == RunTelemetry.Name;
        _activities.Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData;
        _activities.ActivityStopped = span =>
        {
            if (Equals(span.GetTagItem("experiment"), "measured"))
            {
                _spans.Add(span);
            }
        };
        ActivitySource.AddActivityListener(_activities);
    }

    [Fact]
    public void Iterated_OfARun_MeasuresItsNumbers()
    {
        _telemetry.Iterated(_run, 1, SmallRun.Metrics, TimeSpan.FromSeconds(1.5));
        Assert.Equal(
            [
                "metarl.iterations=1", "metarl.env_steps=400", "metarl.iteration.duration=1.5",
                "metarl.return.before=-20.5", "metarl.return.after=-10.25",
            ],
            _measured);
    }

    [Fact]
    public void Iterated_WithoutAReturn_MeasuresNone()
    {
        _telemetry.Iterated(
            _run, 1, SmallRun.Metrics with { ReturnBefore = double.NaN }, TimeSpan.FromSeconds(1.5));
        Assert.DoesNotContain(_measured, one => one.StartsWith("metarl.return.before", StringComparison.Ordinal));
    }

    [Fact]
    public void Evaluated_OfARun_CountsIt()
    {
        _telemetry.Evaluated(_run);
        Assert.Equal(["metarl.evaluations=1"], _measured);
    }

    [Fact]
    public void Failed_OfARun_CountsItAndEndsItsSpanInError()
    {
        _telemetry.Evaluating(_run);
        _telemetry.Failed(_run, new IOException("The disk is full."));
        Assert.Equal(["metarl.runs.failed=1"], _measured);
        Assert.Equal(
            ("evaluation", ActivityStatusCode.Error, "The disk is full."),
            (_spans[0].OperationName, _spans[0].Status, _spans[0].StatusDescription));
    }

    [Fact]
    public void Iterated_WithinATraining_IsASpanBelowItAsLongAsItTook()
    {
        _telemetry.TrainingStarted(_run, 0);
        _telemetry.Iterated(_run, 1, SmallRun.Metrics, TimeSpan.FromSeconds(1.5));
        _telemetry.TrainingEnded(_run, 1, complete: true);
        Assert.Equal(["meta-iteration", "training"], _spans.Select(span => span.OperationName));
        Assert.Equal(_spans[1].SpanId, _spans[0].ParentSpanId);
        Assert.Equal(1.5, _spans[0].Duration.TotalSeconds, tolerance: 0.3);
    }

    [Fact]
    public void TrainingStarted_OnceMoreWhereTasksAreSpread_IsOneSpan()
    {
        _telemetry.TrainingStarted(_run, 0);
        _telemetry.TrainingStarted(_run, 3);
        _telemetry.TrainingEnded(_run, 5, complete: true);
        Assert.Equal(
            [("training", (object?)5L)], _spans.Select(span => (span.OperationName, span.GetTagItem("iteration"))));
    }

    [Fact]
    public void Dispose_WithARunUnderWay_EndsItsSpan()
    {
        _telemetry.TrainingStarted(_run, 0);
        _telemetry.Dispose();
        Assert.Equal("training", Assert.Single(_spans).OperationName);
    }

    [Fact]
    public void Events_OfAllKinds_ReachTheOtherObserver()
    {
        _telemetry.Planned([], 1);
        _telemetry.TrainingStarted(_run, 0);
        _telemetry.Iterated(_run, 1, SmallRun.Metrics, TimeSpan.Zero);
        _telemetry.TrainingEnded(_run, 1, complete: true);
        _telemetry.Finished(new PlannedTraining("maml", 1));
        _telemetry.TrainingSpecialists(_run.Experiment, 2);
        _telemetry.Evaluating(_run);
        _telemetry.Evaluated(_run);
        _telemetry.Failed(_run, new IOException());
        _telemetry.Compared("measured", [], "runs");
        _telemetry.Reported("report.html");
        Assert.Equal(
            "Planned TrainingStarted Iterated TrainingEnded Finished TrainingSpecialists Evaluating Evaluated Failed"
            + " Compared Reported",
            string.Join(' ', _next.Events));
    }

    public void Dispose()
    {
        _telemetry.Dispose();
        _meters.Dispose();
        _activities.Dispose();
    }

    private void Note<T>(Instrument instrument, T value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        Dictionary<string, object?> known = new(tags.ToArray());
        if (Equals(known["experiment"], "measured") && Equals(known["algorithm"], "maml") && Equals(known["seed"], 7))
        {
            _measured.Add(FormattableString.Invariant($"{instrument.Name}={value}"));
        }
    }

    private sealed class Heard : IScheduleObserver
    {
        public List<string> Events { get; } = [];

        public void Planned(IReadOnlyList<PlannedTraining> trainings, int parallel) => Events.Add("Planned");

        public void Finished(PlannedTraining training) => Events.Add("Finished");

        public void Failed(TrainingRun run, Exception failure) => Events.Add("Failed");

        public void Swept(SweepRanking ranking, string folder) => Events.Add("Swept");

        public void Reported(string path) => Events.Add("Reported");

        public void TrainingStarted(TrainingRun run, long iteration) => Events.Add("TrainingStarted");

        public void Iterated(TrainingRun run, long iteration, MetaMetrics metrics, TimeSpan elapsed) =>
            Events.Add("Iterated");

        public void TrainingEnded(TrainingRun run, long iteration, bool complete) => Events.Add("TrainingEnded");

        public void TrainingSpecialists(MetaRL.Configuration.Experiment experiment, int generation) =>
            Events.Add("TrainingSpecialists");

        public void Evaluating(TrainingRun run) => Events.Add("Evaluating");

        public void Evaluated(TrainingRun run) => Events.Add("Evaluated");

        public void Compared(
            string experiment, IReadOnlyList<MetaRL.Evaluation.Statistics.Comparison> comparisons, string directory) =>
            Events.Add("Compared");
    }
}
