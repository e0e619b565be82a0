using System.CommandLine;
using MetaRL.Cli.Options;
using MetaRL.Cli.Output;

namespace MetaRL.Cli.Telemetry;

/// <summary>The option that sends metrics and traces to a collector; without it nothing is sent or loaded.</summary>
internal sealed class OtlpOption
{
    /// <summary>Its name.</summary>
    public const string Name = "--otlp";

    private readonly Option<string?> _url = new(Name)
    {
        Description = "Send metrics and traces to an OpenTelemetry collector, such as http://127.0.0.1:4318",
        HelpName = "URL",
    };

    public OtlpOption() => _url.Refuse(text => CollectorUrl.Fault(Terminal.Printable(text), Protocol));

    private static string? Protocol => Environment.GetEnvironmentVariable(CollectorUrl.ProtocolVariable);

    public void AddTo(Command command) => command.Add(_url);

    /// <summary>The URL; null where nothing is to be sent.</summary>
    public string? Of(ParseResult parsed) => parsed.GetValue(_url);

    /// <summary>Begins to send; null where nothing is to be sent.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="say">Told at the end where the collector did not answer; null for nobody.</param>
    public TelemetryExport? Start(ParseResult parsed, Action<string>? say) =>
        Of(parsed) is { } url ? new TelemetryExport(CollectorUrl.Parse(url, Protocol), say) : null;
}
