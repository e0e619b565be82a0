using MetaRL.Configuration;
using MetaRL.Learners;
using MetaRL.Measurement;

namespace MetaRL.Cli.Progress;

/// <summary>Environment steps of a training run, and the time that an engine needs for them.</summary>
internal static class TrainingSteps
{
    /// <summary>
    /// Steps from a meta-iteration on, if no episode ends early and a family has all tasks asked for.
    /// </summary>
    public static double Most(Experiment experiment, LearnerSettings learner, long iteration = 0)
    {
        var training = experiment.Training;
        var trials = (double)(training.Iterations - iteration) * training.Tasks * training.EnvsPerTask;
        var episodes = (trials * learner.Rounds(experiment.Inner.Updates))
            + (iteration == 0 ? learner.WarmUpEpisodes : 0);
        return episodes * experiment.Family.Horizon;
    }

    /// <summary>
    /// <c>, for which MuJoCo alone takes about 25 min 10 s on 2 threads here</c>; empty where no engine makes the
    /// steps, since they are little of the time then.
    /// </summary>
    public static string EngineTime(Experiment experiment, double steps)
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
