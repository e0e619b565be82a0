using System.Diagnostics;
using MetaRL.Configuration;
using MetaRL.Environments.Tasks;
using MetaRL.Learners;
using MetaRL.Runs;
using static TorchSharp.torch;

namespace MetaRL.Measurement;

/// <summary>How long training will take, from meta-iterations on a part of their data.</summary>
public static class TrainingTime
{
    private const double LongEnough = 0.3;       // s of an iteration, for the rest to be in proportion
    private const double MostSteps = 1_000_000;  // environment steps of the first one that is timed
    private const int FewEpisodes = 4;

    /// <summary>Seconds that all seeds of an algorithm take; null where that cannot be foreseen.</summary>
    /// <param name="experiment">The experiment.</param>
    /// <param name="algorithm">One of its algorithms.</param>
    /// <param name="device">Where.</param>
    public static double? Estimate(Experiment experiment, AlgorithmSettings algorithm, Device device)
    {
        if (!algorithm.Learner.Trains || experiment.Training.Iterations == 0)
        {
            return 0;
        }

        var (problem, threads) = (Algorithm.Problem(experiment, device), experiment.Compute.Threads);
        var whole = problem.Budget;
        var (tasks, envs) = (Math.Min(whole.Tasks, threads), Math.Min(whole.Envs, FewEpisodes));
        var rounds = algorithm.Learner.Rounds(experiment.Inner.Updates);
        if ((double)tasks * envs * rounds * experiment.Family.Horizon > MostSteps)
        {
            return null;
        }

        try
        {
            _ = Time(tasks, envs); // of which most is the start
            var seconds = Time(tasks, envs);
            while (seconds < LongEnough && (tasks, envs) != (whole.Tasks, whole.Envs))
            {
                (tasks, envs) = envs < whole.Envs
                    ? (tasks, (int)Math.Min(whole.Envs, 2L * envs))
                    : ((int)Math.Min(whole.Tasks, 2L * tasks), envs);
                seconds = Time(tasks, envs);
            }

            var share = (double)tasks * envs / ((double)whole.Tasks * whole.Envs);
            return seconds / share * experiment.Training.Iterations * experiment.Seeds.Count;
        }
        catch (NonFiniteException)
        {
            return null;
        }

        double Time(int some, int episodes)
        {
            using var scope = NewDisposeScope();
            var part = problem with
            {
                Budget = new Budget(some, episodes),
                Placement = problem.Placement with
                {
                    Chunks = new TaskChunks(
                        Math.Min(problem.Placement.Chunks.Size, (some + threads - 1) / threads), threads),
                },
            };
            var learner = algorithm.Learner.Create(part, experiment.Policy);
            var state = learner.Initialize(new RngKey(0));
            scope.Attach(state.Tensors);
            var clock = Stopwatch.StartNew();
            scope.Attach(learner.Iterate(new RngKey(1), state).State.Tensors);
            return clock.Elapsed.TotalSeconds;
        }
    }
}
