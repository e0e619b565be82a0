using MetaRL.Runs;

namespace MetaRL.Cli.Progress;

/// <summary>Name and length of a training run, as progress shows them.</summary>
internal static class RunText
{
    /// <summary><c>maml seed 1</c>, with its experiment in front where that is one of a group.</summary>
    public static string Label(TrainingRun run) =>
        $"{(run.Experiment.Path.Contains('/') ? run.Experiment.Path + " " : "")}{run.Algorithm.Name} seed {run.Seed}";

    /// <summary>What a run is about to do, with the time that an engine needs for it.</summary>
    public static string Start(TrainingRun run, long iteration)
    {
        var (experiment, total) = (run.Experiment, Iterations(run));
        var work = iteration == 0
            ? $"training, {MetaIterations(total)}"
            : $"going on at meta-iteration {iteration} of {total}";
        var steps = TrainingSteps.Most(experiment, run.Algorithm.Learner, iteration);
        return work + TrainingSteps.EngineTime(experiment, steps);
    }

    /// <summary><c>1 meta-iteration</c>, <c>2 meta-iterations</c>.</summary>
    public static string MetaIterations(long count) => count == 1 ? "1 meta-iteration" : $"{count} meta-iterations";

    /// <summary>What went wrong in a run's environments so far, as the end of a line; empty for nothing.</summary>
    public static string Incidents(TrainingRun run) =>
        run.Experiment.Family.Incidents is { } incidents ? $"; {incidents} so far" : "";

    /// <summary>Meta-iterations that a run has when it is complete.</summary>
    public static long Iterations(TrainingRun run) =>
        run.Algorithm.Learner.Trains ? run.Experiment.Training.Iterations : 0;
}
