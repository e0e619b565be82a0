using MetaRL.Cli.Progress;
using MetaRL.Configuration;
using MetaRL.Evaluation.Reports;
using MetaRL.Measurement;

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
        var episodes = (double)training.Iterations * training.Tasks * training.EnvsPerTask;
        var rounds = experiment.Algorithms.Max(algorithm => algorithm.Learner.Rounds(experiment.Inner.Updates));
        var steps = episodes * rounds * experiment.Family.Horizon;
        return $"{experiment.Path}: {experiment.Family.Name}; {names}; {seeds};"
            + $" {training.Iterations} meta-iterations of {training.Tasks} tasks,"
            + $" at most {NumberText.Count(steps)} environment steps a training run{EngineTime(experiment, steps)}";
    }

    // Where an engine makes the steps, they are most of the time.
    private static string EngineTime(Experiment experiment, double steps)
    {
        if (experiment.Family.Engine is not { } engine)
        {
            return "";
        }

        var threads = experiment.Compute.Threads;
        var seconds = steps / (EngineSpeed.StepsPerSecond(experiment.Family) * threads);
        var time = seconds < TimeSpan.MaxValue.TotalSeconds
            ? $"about {ProgressText.Duration(TimeSpan.FromSeconds(seconds))}"
            : "forever";
        return $", for which {engine} alone takes {time} on {threads} {(threads == 1 ? "thread" : "threads")} here";
    }
}
