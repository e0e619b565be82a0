using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using MetaRL.Cli.Telemetry;
using MetaRL.Scheduling;
using MetaRL.Tests.Cluster;
using MetaRL.Tests.Runs;
using Xunit;

namespace MetaRL.Tests.Cli;

/// <summary>Metrics and traces for an OpenTelemetry collector.</summary>
public sealed class OtlpTests : IDisposable
{
    private readonly string _folder = SmallRun.Folder();

    [Fact]
    public void Train_WithACollector_SendsItMetricsAndTraces()
    {
        using var collector = new Collector();
        using var metarl = Started.Metarl(_folder, [.. Train(), "--otlp", collector.Url]);
        var end = metarl.Ended();
        Assert.Equal((0, ""), (end.ExitCode, end.Error));
        Assert.All(
            [
                "metarl.iterations", "metarl.env_steps", "metarl.iteration.duration", "metarl.return.before",
                "metarl.return.after", "service.name", "host.name", "process.pid",
            ],
            name => Assert.Contains(name, collector.Received("/v1/metrics"), StringComparison.Ordinal));
        Assert.All(
            ["training", "meta-iteration", "service.version", "experiment"],
            name => Assert.Contains(name, collector.Received("/v1/traces"), StringComparison.Ordinal));
    }

    [Fact]
    public void Train_WithWorkersAndACollector_SendsWhatOrleansMeasuresToo()
    {
        using var collector = new Collector();
        using var metarl = Started.Metarl(_folder, [.. Train(), "--workers", "1", "--otlp", collector.Url]);
        Assert.Equal(0, metarl.Ended().ExitCode);
        Assert.Contains("orleans-messaging-", collector.Received("/v1/metrics"), StringComparison.Ordinal);
        Assert.Contains("Microsoft.Orleans.Application", collector.Received("/v1/traces"), StringComparison.Ordinal);
    }

    [Fact]
    public void Train_WithoutACollectorThere_SaysSoInOneLine()
    {
        var url = FormattableString.Invariant($"http://127.0.0.1:{RedisFixture.FreePort()}");
        var end = Invocation.Of([.. Train(), "--otlp", url]);
        Assert.Equal(
            (0, $"The collector at {url} did not answer, so that metrics and traces are lost; start it, or correct"
            + " --otlp.\n"),
            (end.ExitCode, end.Error));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("grpc")]
    public void Dispose_WithACollectorThatNeverAnswers_EndsAfterTwoSeconds(string? protocol)
    {
        using var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start();
        var (url, said) = ($"http://{silent.LocalEndpoint}", new List<string>());
        using var source = new ActivitySource(RunTelemetry.Name);
        var export = new TelemetryExport(CollectorUrl.Parse(url, protocol), said.Add);
        source.StartActivity("training")!.Dispose();
        var clock = Stopwatch.StartNew();
        export.Dispose();
        Assert.InRange(clock.Elapsed.TotalSeconds, 0, 4);
        Assert.StartsWith($"The collector at {url} did not answer", Assert.Single(said), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("http://host", null, "http://host:4318", false)]
    [InlineData("http://host", "grpc", "http://host:4317", true)]
    [InlineData("http://host:80", null, "http://host", false)]
    [InlineData("http://host:4317", null, "http://host:4317", true)]
    [InlineData("http://host:4317", "http/protobuf", "http://host:4317", false)]
    [InlineData("https://host/otlp/", null, "https://host/otlp", false)]
    public void Parse_OfAUrl_FindsPortAndProtocol(string url, string? protocol, string expected, bool isGrpc)
    {
        var collector = CollectorUrl.Parse(url, protocol);
        Assert.Equal((expected, isGrpc), (collector.ToString(), collector.IsGrpc));
    }

    [Fact]
    public void Exporter_ByHttp_HasThePathOfItsSignalBehindTheUrl() => Assert.Equal(
        new Uri("https://host/otlp/v1/metrics"),
        CollectorUrl.Parse("https://host/otlp/", null).Exporter("metrics", TimeSpan.FromSeconds(1)).Endpoint);

    [Theory]
    [InlineData(
        "run x.yaml --otlp localhost:4318",
        "--otlp must be the URL of a collector such as http://127.0.0.1:4318, but is 'localhost:4318'; did you mean"
        + " 'http://localhost:4318'?\n")]
    [InlineData(
        "worker --otlp ftp://host",
        "--otlp must be the URL of a collector such as http://127.0.0.1:4318, but is 'ftp://host'."
        + " Type 'metarl worker --help' for what there is.\n")]
    public void Metarl_OfAWrongUrl_IsOneLine(string arguments, string error) =>
        Assert.Equal(new Invocation(2, "", error), Invocation.Of(arguments.Split(' ')));

    [Fact]
    public void Fault_OfAnUnknownProtocol_NamesTheVariable() => Assert.Equal(
        "OTEL_EXPORTER_OTLP_PROTOCOL must be grpc or http/protobuf, but is 'http/json'.",
        CollectorUrl.Fault("http://host", "http/json"));

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private string[] Train()
    {
        var file = Path.Combine(_folder, "x.yaml");
        File.WriteAllText(file, SmallRun.Quick);
        return ["train", file, "--seeds", "1", "--output", Path.Combine(_folder, "runs")];
    }
}
