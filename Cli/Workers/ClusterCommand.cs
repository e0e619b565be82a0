using System.CommandLine;
using MetaRL.Cli.Exit;
using MetaRL.Cli.Options;
using MetaRL.Cli.Output;
using MetaRL.Cluster.Addresses;
using MetaRL.Cluster.Coordination;
using MetaRL.Cluster.Hosting;

namespace MetaRL.Cli.Workers;

/// <summary><c>cluster</c>: who is in a cluster, and the key that lets them in.</summary>
internal static class ClusterCommand
{
    public static Command Create(Terminal terminal) =>
        new("cluster", "Show the workers of a cluster, or make its key.") { Status(terminal), Key(terminal) };

    private static Command Status(Terminal terminal)
    {
        var cluster = ClusterOptions.Cluster("The cluster");
        cluster.Required = true;
        var (key, verbose) = (ClusterOptions.Key(), ClusterOptions.Verbose());
        var json = new Option<bool>("--json") { Description = "Write JSON" };
        var command = new Command("status", "Show who is there and what they do.") { cluster, key, json, verbose };
        command.SetAction(parsed =>
        {
            var url = ClusterUrl.Parse(parsed.GetRequiredValue(cluster)!);
            using var link = RemoteCluster.Connect(
                url, parsed.GetValue(key), parsed.GetValue(verbose), waiting: null, CancellationToken.None);
            var rows = link is null ? [] : ClusterCensus.Of(link);
            if (parsed.GetValue(json))
            {
                WorkerTable.WriteJson(rows, terminal.Out);
            }
            else
            {
                WorkerTable.Write(rows, url, terminal);
            }

            return ExitCode.Ok;
        });
        return command;
    }

    private static Command Key(Terminal terminal)
    {
        var file = new Argument<string>("FILE") { Description = "The file to make; every machine needs a copy of it" };
        var command = new Command("key", "Make a key, without which nobody joins or asks beyond one machine.") { file };
        command.SetAction(parsed =>
        {
            var path = parsed.GetRequiredValue(file);
            if (OutputPath.FaultOfFile("FILE", path) is { } fault)
            {
                throw new ClusterException(fault) { IsUsage = true };
            }

            ClusterKey.Create(path);
            terminal.Out.WriteLine($"{path}: copy it to every machine, readable by you alone.");
            return ExitCode.Ok;
        });
        return command;
    }
}
