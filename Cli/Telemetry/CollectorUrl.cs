using OpenTelemetry.Exporter;

namespace MetaRL.Cli.Telemetry;

/// <summary>Where an OpenTelemetry collector listens, and by which protocol.</summary>
/// <param name="Base">The URL with its port.</param>
/// <param name="IsGrpc">gRPC, or else Protocol Buffers over HTTP.</param>
internal sealed record CollectorUrl(Uri Base, bool IsGrpc)
{
    /// <summary>Variable of OpenTelemetry's specification that names the protocol.</summary>
    public const string ProtocolVariable = "OTEL_EXPORTER_OTLP_PROTOCOL";

    private const string Example = "http://127.0.0.1:4318";
    private const int GrpcPort = 4317;
    private const int HttpPort = 4318;

    /// <summary>The collector of a URL: by gRPC at port 4317 or where the variable says so.</summary>
    /// <param name="text">
    /// A URL without a <see cref="Fault"/>; of <c>http</c> without a port, it has the protocol's own.
    /// </param>
    /// <param name="protocol">The variable's value; null or empty where it is not set.</param>
    public static CollectorUrl Parse(string text, string? protocol)
    {
        var url = new UriBuilder(text);
        var isGrpc = string.IsNullOrEmpty(protocol) ? url.Port == GrpcPort : protocol == "grpc";
        if (url.Scheme == Uri.UriSchemeHttp && IsWithoutPort(text, url))
        {
            url.Port = isGrpc ? GrpcPort : HttpPort;
        }

        return new CollectorUrl(url.Uri, isGrpc);
    }

    /// <summary>What is wrong with a URL or the variable, in one sentence with the cure; null for nothing.</summary>
    public static string? Fault(string text, string? protocol) =>
        !IsUrl(text)
            ? $"--otlp must be the URL of a collector such as {Example}, but is '{text}'{Cure(text)}"
        : protocol is not (null or "" or "grpc" or "http/protobuf")
            ? $"{ProtocolVariable} must be grpc or http/protobuf, but is '{protocol}'."
        : null;

    /// <summary>Where and how one kind of data is sent.</summary>
    /// <param name="signal"><c>traces</c> or <c>metrics</c>.</param>
    /// <param name="patience">Longest that an answer may take.</param>
    public OtlpExporterOptions Exporter(string signal, TimeSpan patience) => new()
    {
        Endpoint = IsGrpc ? Base : new Uri($"{Base.AbsoluteUri.TrimEnd('/')}/v1/{signal}"),
        Protocol = IsGrpc ? OtlpExportProtocol.Grpc : OtlpExportProtocol.HttpProtobuf,
        TimeoutMilliseconds = (int)patience.TotalMilliseconds,
    };

    public override string ToString() => Base.AbsoluteUri.TrimEnd('/');

    private static bool IsUrl(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var url)
        && (url.Scheme == Uri.UriSchemeHttp || url.Scheme == Uri.UriSchemeHttps)
        && url is { Host.Length: > 0, Port: > 0, UserInfo: "", Query: "", Fragment: "" }
        && !text.Any(char.IsControl);

    private static bool IsWithoutPort(string text, UriBuilder url) =>
        url.Uri.IsDefaultPort && !text.TrimEnd('/').EndsWith(":80", StringComparison.Ordinal);

    private static string Cure(string text) =>
        !text.Contains("://", StringComparison.Ordinal) && IsUrl($"http://{text}")
            ? $"; did you mean 'http://{text}'?"
            : ".";
}
