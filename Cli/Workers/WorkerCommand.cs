using System.CommandLine;
using System.Globalization;
using System.Net;
using System.Runtime.InteropServices;
using MetaRL.Cli.Exit;
using MetaRL.Cli.Options;
using MetaRL.Cli.Output;
using MetaRL.Cli.Telemetry;
using MetaRL.Cluster.Addresses;
using MetaRL.Cluster.Hosting;
using MetaRL.Cluster.Workers;

namespace MetaRL.Cli.Workers;

/// <summary><c>worker</c>: does runs that others ask for.</summary>
internal static class WorkerCommand
{
    private const double Gigabyte = 1e9; // bytes
    private static readonly TimeSpan Parting = TimeSpan.FromSeconds(1); // what is left to send, of a child

    public static Command Create(Terminal terminal)
    {
        var cluster = ClusterOptions.Cluster("The cluster to join");
        var primary = new Option<string?>("--primary") { Hidden = true }; // of --workers, which ends with its parent
        var listen = new Option<string>("--listen")
        {
            Description = "Address that the others reach this worker at; beyond loopback it needs --key",
            HelpName = "address",
            DefaultValueFactory = _ => "127.0.0.1",
        };
        var port = new Option<int?>("--port")
        {
            Description = "Port, taken with the one behind it; any two that are free by default",
            HelpName = "N",
        };
        port.RequireWhole(least: 1);
        var threads = new Option<int?>("--threads")
        {
            Description = "Threads on a CPU; one for each processor by default",
            HelpName = "N",
        };
        threads.RequireWhole(least: 1);
        var disk = Number("--disk", "GB", 20, "Most gigabytes that a run may have on this disk while it is computed");
        var hours = Number("--hours", "hours", 168, "Longest that a run may take");
        var (key, verbose, otlp) = (ClusterOptions.Key(), ClusterOptions.Verbose(), new OtlpOption());
        var contribution = new ContributionOptions();
        var command = new Command("worker", "Do runs for others: join a cluster, and leave it when interrupted.")
        {
            cluster, listen, port, key, threads, disk, hours, verbose, primary,
        };
        contribution.AddTo(command);
        otlp.AddTo(command);
        command.SetAction(parsed =>
        {
            var settings = new WorkerSettings(
                parsed.GetValue(threads) ?? Environment.ProcessorCount,
                (long)(parsed.GetValue(disk) * Gigabyte),
                TimeSpan.FromHours(parsed.GetValue(hours)), failure => Failure.Describe(failure).Line)
            {
                Contribution = contribution.Of(parsed),
            };
            var place = new WorkerPlace(
                parsed.GetValue(cluster) is { } url ? ClusterUrl.Parse(url) : null,
                parsed.GetValue(primary) is { } first ? IPEndPoint.Parse(first) : null,
                WorkerPlace.AddressOf(parsed.GetRequiredValue(listen)), parsed.GetValue(port), parsed.GetValue(key),
                parsed.GetValue(verbose));
            if (place is { Url: null, Primary: null })
            {
                throw new ClusterException(
                    "'metarl worker' needs --cluster URL, such as redis://host:6379/lab; `metarl run FILE --workers N`"
                    + " starts workers on one machine.")
                {
                    IsUsage = true,
                };
            }

            var isChild = place.Url is null;
            using var telemetry = otlp.Start(parsed, isChild ? null : terminal.Error.WriteLine);
            return isChild
                ? WorkForParent(new WorkerProcess(place, settings, _ => { }), () => telemetry?.End(Parting))
                : Work(new WorkerProcess(place, settings, terminal.WriteStatus), terminal);
        });
        return command;
    }

    private static int Work(WorkerProcess worker, Terminal terminal)
    {
        using var interruption = new Interruption(
            () => terminal.WriteStatus("Leaving after this meta-iteration; interrupt again to end at once."),
            WorkerProcess.EndAtOnce);
        worker.Run(interruption.Token);
        return ExitCode.Ok;
    }

    // Its input ends with the process that started it, however that ends. What the keyboard says is for that process.
    private static int WorkForParent(WorkerProcess worker, Action part)
    {
        using var keyboard = PosixSignalRegistration.Create(PosixSignal.SIGINT, context => context.Cancel = true);
        using var hangUp = PosixSignalRegistration.Create(PosixSignal.SIGHUP, context => context.Cancel = true);
        using var leave = new CancellationTokenSource();
        using var end = PosixSignalRegistration.Create(PosixSignal.SIGTERM, context =>
        {
            context.Cancel = true;
            leave.Cancel();
        });
        new Thread(() => EndWithInput(part)) { IsBackground = true }.Start();
        worker.Run(leave.Token);
        return ExitCode.Ok;
    }

    private static void EndWithInput(Action part)
    {
        using var input = Console.OpenStandardInput();
        while (input.ReadByte() >= 0)
        {
        }

        part();
        WorkerProcess.EndAtOnce();
    }

    private static Option<double> Number(string name, string unit, double usual, string description)
    {
        var option = new Option<double>(name)
        {
            Description = description,
            HelpName = unit,
            DefaultValueFactory = _ => usual,
        };
        option.Require(
            text => double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)
                && number is > 0 and <= 1e6,
            "a number above 0 and at most 1000000");
        return option;
    }
}
