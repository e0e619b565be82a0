using System.Diagnostics;
using MetaRL.Checkpoints;
using MetaRL.Scheduling;
using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace MetaRL.Cli.Telemetry;

/// <summary>Sends what MetaRL and Orleans measure to a collector, every few seconds and at the end.</summary>
internal sealed class TelemetryExport : IDisposable
{
    private const int EveryMilliseconds = 5000;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2); // at the end, whatever the collector does
    private static readonly string[] Sources =
        [RunTelemetry.Name, "Microsoft.Orleans.Runtime", "Microsoft.Orleans.Application"];

    private static readonly string[] Meters = [RunTelemetry.Name, "Microsoft.Orleans"];

    private readonly CollectorUrl _collector;
    private readonly Action<string>? _say;
    private readonly SentTraces _sentTraces;
    private readonly SentMetrics _sentMetrics;
    private readonly TracerProvider _traces;
    private readonly MeterProvider _metrics;
    private int _isEnded;

    /// <param name="collector">Where to.</param>
    /// <param name="say">Told at the end where the collector did not answer; null for nobody.</param>
    public TelemetryExport(CollectorUrl collector, Action<string>? say)
    {
        (_collector, _say) = (collector, say);
        var resource = ResourceBuilder.CreateDefault()
            .AddService("metarl", serviceVersion: SoftwareVersion.Number)
            .AddAttributes(new Dictionary<string, object>
            {
                ["host.name"] = Environment.MachineName,
                ["process.pid"] = Environment.ProcessId,
            });
        _sentTraces = new SentTraces(collector.Exporter("traces", Patience));
        _sentMetrics = new SentMetrics(collector.Exporter("metrics", Patience));
        _traces = Sdk.CreateTracerProviderBuilder().SetResourceBuilder(resource).AddSource(Sources)
            .AddProcessor(new BatchActivityExportProcessor(_sentTraces, scheduledDelayMilliseconds: EveryMilliseconds))
            .Build();
        _metrics = Sdk.CreateMeterProviderBuilder().SetResourceBuilder(resource).AddMeter(Meters)
            .AddReader(new PeriodicExportingMetricReader(_sentMetrics, EveryMilliseconds))
            .Build();
    }

    /// <summary>Sends what there is, for at most two seconds.</summary>
    public void Dispose() => End(Patience);

    /// <summary>Sends what there is and ends, however far that went; once.</summary>
    public void End(TimeSpan most)
    {
        if (Interlocked.Exchange(ref _isEnded, 1) != 0)
        {
            return;
        }

        var milliseconds = (int)most.TotalMilliseconds;
        var isSent = Task.WhenAll(
            Task.Run(() => _traces.Shutdown(milliseconds)), Task.Run(() => _metrics.Shutdown(milliseconds))).Wait(most);
        if (isSent)
        {
            _traces.Dispose();
            _metrics.Dispose();
        }

        if (!isSent || _sentTraces.HasFailed || _sentMetrics.HasFailed)
        {
            _say?.Invoke(
                $"The collector at {_collector} did not answer, so that metrics and traces are lost; start it, or"
                + $" correct {OtlpOption.Name}.");
        }
    }

    // Whether the latest was not taken
    private sealed class SentTraces(OtlpExporterOptions options) : OtlpTraceExporter(options)
    {
        private volatile bool _hasFailed;

        public bool HasFailed => _hasFailed;

        public override ExportResult Export(in Batch<Activity> activityBatch)
        {
            var result = base.Export(activityBatch);
            _hasFailed = result == ExportResult.Failure;
            return result;
        }
    }

    private sealed class SentMetrics(OtlpExporterOptions options) : OtlpMetricExporter(options)
    {
        private volatile bool _hasFailed;

        public bool HasFailed => _hasFailed;

        public override ExportResult Export(in Batch<Metric> metrics)
        {
            var result = base.Export(metrics);
            _hasFailed = result == ExportResult.Failure;
            return result;
        }
    }
}
