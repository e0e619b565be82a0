using MetaRL.Runs;

namespace MetaRL.Scheduling;

/// <summary>Told what a schedule of many runs is doing, by any of its threads; it cannot change anything.</summary>
public interface IScheduleObserver : IRunObserver
{
    /// <summary>These are about to be trained, so many at a time; none where nothing is trained.</summary>
    void Planned(IReadOnlyList<PlannedTraining> trainings, int parallel);

    /// <summary>One of the planned trainings is done, or failed.</summary>
    void Finished(PlannedTraining training);

    /// <summary>A run ended with an error; the others go on.</summary>
    void Failed(TrainingRun run, Exception failure);

    /// <summary>The values of a sweep are ranked and <c>sweep.md</c> is written.</summary>
    void Swept(SweepRanking ranking, string folder);

    /// <summary>A page about a comparison is written.</summary>
    void Reported(string path);
}

/// <summary>A training, or the part of one between two rungs of successive halving.</summary>
/// <param name="Algorithm">Its algorithm.</param>
/// <param name="Iterations">Meta-iterations.</param>
public sealed record PlannedTraining(string Algorithm, int Iterations);

/// <summary>A run that ended with an error.</summary>
/// <param name="Run">The run; null where a comparison failed.</param>
/// <param name="Failure">The error.</param>
public sealed record RunFailure(TrainingRun? Run, Exception Failure);
