using MetaRL.Cli.Progress;
using MetaRL.Configuration;
using MetaRL.Evaluation.Reports;

namespace MetaRL.Cli.Experiments;

/// <summary>An experiment in words.</summary>
internal static class ExperimentText
{
    /// <summary>What would be run, with the most environment steps of a training run, in one line.</summary>
    public static string Summary(Experiment experiment)
    {
        var training = experiment.Training;
        var names = string.Join(", ", experiment.Algorithms.Select(algorithm => algorithm.Name));
        var seeds = experiment.Seeds.Count == 1 ? "1 seed" : $"{experiment.Seeds.Count} seeds";
        var steps = experiment.Algorithms
            .Max(algorithm => TrainingSteps.Most(experiment, algorithm.Learner));
        return $"{experiment.Path}: {experiment.Family.Name}; {names}; {seeds};"
            + $" {RunText.MetaIterations(training.Iterations)} of {training.Tasks}"
            + $" {(training.Tasks == 1 ? "task" : "tasks")},"
            + $" at most {NumberText.Count(steps)} environment steps a training run"
            + TrainingSteps.EngineTime(experiment, steps);
    }
}
