using MetaRL.Cli.Exit;
using MetaRL.Cli.Output;
using MetaRL.Cli.Progress;
using MetaRL.Runs;
using MetaRL.Scheduling;

namespace MetaRL.Cli.Experiments;

/// <summary>The runs of a schedule that failed, a line each.</summary>
internal static class FailureList
{
    /// <returns>The exit code of the first.</returns>
    public static int Write(IReadOnlyList<RunFailure> failures, Terminal terminal)
    {
        var lines = failures.Select(one => (one.Run, Text: Failure.Describe(one.Failure))).ToArray();
        var sorts = lines.GroupBy(one => one.Text.Line).ToArray();
        foreach (var same in sorts)
        {
            var runs = same.Select(one => one.Run).OfType<TrainingRun>().ToArray();
            var isSaid = sorts.Length == 1 || runs.Length == 0 || runs.Any(run => Names(run, same.Key));
            terminal.WriteError(isSaid ? same.Key : $"{Labels(runs)}: {same.Key}");
        }

        return lines[0].Text.ExitCode;
    }

    // Whether the message itself says which run it is about.
    private static bool Names(TrainingRun run, string line) =>
        line.Contains(run.Directory, StringComparison.Ordinal)
        || line.StartsWith(RunText.Label(run), StringComparison.Ordinal);

    private static string Labels(TrainingRun[] runs)
    {
        var all = runs.Select(RunText.Label).ToArray();
        return all.Length <= 3 ? string.Join(", ", all) : $"{all[0]}, {all[1]} and {all.Length - 2} others";
    }
}
