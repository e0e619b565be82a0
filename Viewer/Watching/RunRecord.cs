using System.Globalization;
using MetaRL.Evaluation.Measuring;
using MetaRL.Evaluation.Reports;
using MetaRL.Runs;
using MetaRL.Viewer.Loading;

namespace MetaRL.Viewer.Watching;

/// <summary>What the run directories hold about the agents: comparison, training curves and provenance.</summary>
public sealed class RunRecord
{
    private RunRecord(
        ComparisonDocument? comparison, IReadOnlyList<TrainingCurve?> training, IReadOnlyList<string> provenance) =>
        (Comparison, Training, Provenance) = (comparison, training, provenance);

    /// <summary>The comparison of the experiment; null where there is none.</summary>
    public ComparisonDocument? Comparison { get; }

    /// <summary>One per column; null for an agent that was not trained.</summary>
    public IReadOnlyList<TrainingCurve?> Training { get; }

    /// <summary>Where each agent comes from, in a few lines; one per column.</summary>
    public IReadOnlyList<string> Provenance { get; }

    /// <exception cref="RunDirectoryException">Metrics of a run are damaged.</exception>
    /// <exception cref="EvaluationFormatException">The comparison is damaged.</exception>
    public static RunRecord Of(AgentsInTasks setup)
    {
        var location = setup.Agents[0].Run?.Location.TrimEnd('/');
        var file = location is null
            ? null
            : Path.GetRelativePath(".", Path.Combine(location, "..", "..", "comparison.json"));
        return new RunRecord(
            File.Exists(file) ? ComparisonJson.Read(file)[0] : null,
            [
                .. setup.Agents.Select(agent =>
                    agent.Run is { } run && agent.Run.Algorithm.Learner.Trains ? TrainingCurve.Of(run) : null),
            ],
            [.. setup.Agents.Select(ProvenanceText)]);
    }

    private static string ProvenanceText(LoadedAgent agent) => agent.Run is not { Provenance: var from }
        ? "first weights, not trained"
        : string.Join('\n',
        [
            $"seed {from.Seed}, trained on {from.Device}",
            $"version {from.Version}{(from.Commit is { Length: >= 8 } commit ? $", commit {commit[..8]}" : "")}",
            $"libtorch {from.LibTorch}, .NET {from.Dotnet}",
            $"{from.System}, {from.Processors} processors",
            $"begun {Day(from.Started)}, {(from.Ended is { } end ? $"ended {Day(end)}" : "not ended")}",
            from.CommandLine,
        ]);

    private static string Day(DateTimeOffset time) =>
        time.UtcDateTime.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);
}
