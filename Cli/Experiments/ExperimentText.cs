using MetaRL.Cli.Progress;
using MetaRL.Configuration;
using MetaRL.Evaluation.Reports;
using MetaRL.Measurement;
using static TorchSharp.torch;

namespace MetaRL.Cli.Experiments;

/// <summary>An experiment in words.</summary>
internal static class ExperimentText
{
    /// <summary>What would be run, and how long its training would take, as far as that can be foreseen.</summary>
    public static IEnumerable<string> Lines(Experiment experiment) =>
        Time(experiment) is { } time ? [Summary(experiment), time] : [Summary(experiment)];

    /// <summary>
    /// How long training takes here, in one line, from meta-iterations of a part of the tasks; null where that cannot
    /// be foreseen, or the device is elsewhere.
    /// </summary>
    private static string? Time(Experiment experiment)
    {
        try
        {
            var device = ComputeDevice.Resolve(experiment.Compute.Device);
            set_num_threads(1); // the chunks of tasks have threads of their own
            (string Name, double? Seconds)[] times =
            [
                .. from algorithm in experiment.Algorithms
                   where algorithm.Learner.Trains
                   select (algorithm.Name, TrainingTime.Estimate(experiment, algorithm, device)),
            ];
            return times.Length == 0 || times.Any(time => time.Seconds is null)
                ? null
                : $"{experiment.Path}: training would take about {Text(times.Sum(time => time.Seconds!.Value))} here: "
                    + string.Join(", ", times.Select(time => $"{time.Name} {Text(time.Seconds!.Value)}"));
        }
        catch (DeviceUnavailableException)
        {
            return null;
        }
    }

    private static string Text(double seconds) =>
        seconds < TimeSpan.MaxValue.TotalSeconds ? ProgressText.Duration(TimeSpan.FromSeconds(seconds)) : "forever";

    /// <summary>What would be run, with the most environment steps of a training run, in one line.</summary>
    private static string Summary(Experiment experiment)
    {
        var training = experiment.Training;
        var names = string.Join(", ", experiment.Algorithms.Select(algorithm => algorithm.Name));
        var seeds = experiment.Seeds.Count == 1 ? "1 seed" : $"{experiment.Seeds.Count} seeds";
        var episodes = (double)training.Iterations * training.Tasks * training.EnvsPerTask;
        var rounds = experiment.Algorithms.Max(algorithm => algorithm.Learner.Rounds(experiment.Inner.Updates));
        var steps = NumberText.Count(episodes * rounds * experiment.Family.Horizon);
        return $"{experiment.Path}: {experiment.Family.Name}; {names}; {seeds};"
            + $" {training.Iterations} meta-iterations of {training.Tasks} tasks,"
            + $" at most {steps} environment steps a training run";
    }
}
