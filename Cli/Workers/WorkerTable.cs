using System.Globalization;
using System.Text.Json;
using MetaRL.Cli.Output;
using MetaRL.Cluster.Addresses;
using MetaRL.Cluster.Coordination;
using MetaRL.Cluster.Messages;
using MetaRL.Evaluation.Reports;

namespace MetaRL.Cli.Workers;

/// <summary>The workers of a cluster, a row each.</summary>
internal static class WorkerTable
{
    private static readonly JsonSerializerOptions Json =
        new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower, WriteIndented = true };

    public static void Write(IReadOnlyList<WorkerRow> rows, ClusterUrl url, Terminal terminal)
    {
        if (rows.Count == 0)
        {
            terminal.Out.WriteLine($"No worker has joined {url}; `metarl worker --cluster {url}` starts one.");
            return;
        }

        var table = TextTable.Create(["Worker", "Machine", "Version", "Threads", "Does", "Steps/s"]);
        foreach (var (address, state) in rows)
        {
            table.Add(state is null
                ? [address, "–", "–", "–", "does not answer", "–"]
                :
                [
                    address, Terminal.Printable(state.Machine), Short(state.Version),
                    state.Threads.ToString(CultureInfo.InvariantCulture), Terminal.Printable(Work(state)),
                    state.StepsPerSecond > 0 ? NumberText.Count(state.StepsPerSecond) : "–",
                ]);
        }

        TextTable.Write(terminal.Console, table);
    }

    public static void WriteJson(IReadOnlyList<WorkerRow> rows, TextWriter output) =>
        output.WriteLine(JsonSerializer.Serialize(rows, Json));

    internal static string Work(WorkerState state) => (state.Run, state.Phase) switch
    {
        (null, _) => state.IsLeaving ? "leaves" : Contribution(state) ?? "nothing",
        (var run, _) when Contribution(state) is { } contributes => $"{contributes} to {run}",
        (var run, JobPhase.Evaluate) => $"evaluates {run}",
        (var run, JobPhase.Shard) => FormattableString.Invariant(
            $"tasks of {run}, {state.Iteration} of {state.Iterations}"),
        (var run, _) => FormattableString.Invariant($"trains {run}, {state.Iteration} of {state.Iterations}"),
    };

    private static string? Contribution(WorkerState state) => state.OwnTasks == 0
        ? null
        : FormattableString.Invariant($"contributes {state.OwnTasks} tasks")
          + (state.Epsilon > 0 ? FormattableString.Invariant($", epsilon {state.Epsilon:0.###}") : "");

    // Of a commit the first letters.
    private static string Short(string version) =>
        Terminal.Printable(version).Split(' ')[0] is var number && number.Length > 14 ? number[..14] : number;
}
