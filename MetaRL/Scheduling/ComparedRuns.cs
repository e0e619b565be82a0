using MetaRL.Evaluation.Statistics;
using MetaRL.Runs;

namespace MetaRL.Scheduling;

/// <summary>A comparison that is written, with what it is of.</summary>
/// <param name="Path">Of the experiment, or of what all points of a sweep have in common.</param>
/// <param name="Folder">Where its files lie.</param>
/// <param name="Runs">The runs that are compared.</param>
/// <param name="Notes">What has to be known of them: that some failed, or which values they are at.</param>
/// <param name="Comparisons">One per way of measuring.</param>
/// <param name="Ranking">The ranking that the runs were chosen by; null where nothing was swept.</param>
public sealed record ComparedRuns(
    string Path, string Folder, IReadOnlyList<TrainingRun> Runs, IReadOnlyList<string> Notes,
    IReadOnlyList<Comparison> Comparisons, SweepRanking? Ranking)
{
    /// <summary>The notes on a comparison, in Markdown.</summary>
    internal static IReadOnlyList<string> NotesOn(
        IReadOnlyList<TrainingRun> runs, IReadOnlyList<TrainingRun> failed, SweepRanking? ranking)
    {
        var notes = failed
            .Select(run => $"**{run.Algorithm.Name} seed {run.Seed} failed** and is left out.").ToList();
        if (runs[0].Experiment.LeftOut is { Count: > 0 } others)
        {
            notes.Add($"Left out by `--algorithm`: {string.Join(", ", others)}.");
        }

        if (ranking is not null)
        {
            var values = runs.Where(run => run.Algorithm.Learner.Trains).DistinctBy(run => run.Algorithm.Name)
                .Select(run => ranking.Algorithms.Any(one => one.Name == run.Algorithm.Name && one.IsIndifferent)
                    ? $"{run.Algorithm.Name}, to which they make no difference"
                    : $"{run.Algorithm.Name} at {Values(run)}");
            notes.Add(
                "Each algorithm is at its best values of the sweep, chosen by returns on *training* tasks"
                + $" (`{SweepFile.Name}`): {string.Join("; ", values)}.");
        }

        return notes;
    }

    private static string Values(TrainingRun run) =>
        string.Join(", ", run.Experiment.Point!.Values.Select(pair => $"`{pair.Key}: {pair.Value}`"));
}
