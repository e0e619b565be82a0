using System.Diagnostics;
using MetaRL.Configuration;
using MetaRL.Learners;
using MetaRL.Runs;

namespace MetaRL.Cli.Setup;

/// <summary>How long an experiment takes, by a few meta-iterations and one evaluation of it.</summary>
/// <param name="Iteration">Seconds of a meta-iteration of all algorithms with one seed.</param>
/// <param name="Evaluation">Seconds of their evaluation and comparison.</param>
internal sealed record RunTiming(double Iteration, double Evaluation)
{
    /// <summary>Meta-iterations that are timed.</summary>
    public const int Timed = 3;

    /// <summary>Runs an experiment of <see cref="Timed"/> meta-iterations in a folder that is deleted then.</summary>
    /// <param name="experiment">The experiment, of one seed.</param>
    public static RunTiming Of(Experiment experiment)
    {
        var folder = Directory.CreateTempSubdirectory("metarl-init-").FullName;
        try
        {
            var stopwatches = new Stopwatches();
            var runner = new ExperimentRunner(folder, stopwatches, "metarl init");
            _ = runner.Train(experiment, CancellationToken.None);
            var clock = Stopwatch.StartNew();
            runner.Evaluate(experiment, CancellationToken.None);
            _ = runner.Compare(experiment);
            return new RunTiming(stopwatches.Iterations.Values.Sum(Median), clock.Elapsed.TotalSeconds);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
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

    private static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);

    private sealed class Stopwatches : IRunObserver
    {
        // Seconds of each, by algorithm
        public Dictionary<string, List<double>> Iterations { get; } = [];

        public void TrainingStarted(TrainingRun run, long iteration) => Iterations[run.Algorithm.Name] = [0];

        public void Iterated(TrainingRun run, long iteration, MetaMetrics metrics, TimeSpan elapsed) =>
            Iterations[run.Algorithm.Name].Add(elapsed.TotalSeconds);
    }
}
