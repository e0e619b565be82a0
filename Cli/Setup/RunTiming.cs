using System.Diagnostics;
using MetaRL.Configuration;
using MetaRL.Runs;
using MetaRL.Scheduling;

namespace MetaRL.Cli.Setup;

/// <summary>How long an experiment takes, by a few meta-iterations and one evaluation of it.</summary>
/// <param name="Iteration">Seconds of a meta-iteration of all algorithms with one seed.</param>
/// <param name="Evaluation">Seconds of their evaluation and comparison.</param>
internal sealed record RunTiming(double Iteration, double Evaluation)
{
    private const int Plenty = 1000; // meta-iterations, more than are timed

    /// <summary>Times one seed of an experiment; runs are evaluated in a folder that is deleted then.</summary>
    public static RunTiming Of(ExperimentDraft draft)
    {
        var (whole, shortest) = (Experiment(Plenty), Experiment(1));
        var folder = Directory.CreateTempSubdirectory("metarl-init-").FullName;
        try
        {
            var runner = new ExperimentRunner(folder, new Unheard(), "metarl init");
            var iteration = runner.Runs(whole).Where(run => run.Algorithm.Learner.Trains)
                .Sum(RunEstimate.SecondsOfAnIteration);
            _ = runner.Train(shortest, CancellationToken.None);
            var clock = Stopwatch.StartNew();
            runner.Evaluate(shortest, CancellationToken.None);
            _ = runner.Compare(shortest);
            return new RunTiming(iteration, clock.Elapsed.TotalSeconds);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }

        Experiment Experiment(int iterations) =>
            (draft with { Seeds = "[1]", Iterations = iterations }).Experiment;
    }

    /// <summary>The same with more data, to which time is in proportion at most.</summary>
    /// <param name="training">Times the episodes of a meta-iteration.</param>
    /// <param name="evaluation">Times the episodes of the evaluation.</param>
    public RunTiming Times(double training, double evaluation) => new(Iteration * training, Evaluation * evaluation);

    /// <summary>Meta-iterations that a time suffices for; none where the evaluation alone takes longer.</summary>
    /// <param name="seconds">The time, evaluation included.</param>
    /// <param name="seeds">Seeds.</param>
    public int Iterations(double seconds, int seeds) => Iteration > 0
        ? (int)Math.Clamp(((seconds / seeds) - Evaluation) / Iteration, 0, 1e6)
        : 1; // nothing is trained

    private sealed class Unheard : IRunObserver;
}
