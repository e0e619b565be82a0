using MetaRL.Evaluation.Statistics;
using MetaRL.Runs;

namespace MetaRL.Scheduling;

/// <summary>A comparison that is written, with what it is of.</summary>
/// <param name="Path">Of the experiment, or of what all points of a sweep have in common.</param>
/// <param name="Folder">Where its files lie.</param>
/// <param name="Runs">The runs that are compared.</param>
/// <param name="Failed">Runs that belong to it and failed.</param>
/// <param name="Comparisons">One per way of measuring.</param>
/// <param name="Ranking">The ranking that the runs were chosen by; null where nothing was swept.</param>
public sealed record ComparedRuns(
    string Path, string Folder, IReadOnlyList<TrainingRun> Runs, IReadOnlyList<TrainingRun> Failed,
    IReadOnlyList<Comparison> Comparisons, SweepRanking? Ranking);
