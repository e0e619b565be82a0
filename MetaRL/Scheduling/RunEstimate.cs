using System.Diagnostics;
using MetaRL.Configuration;
using MetaRL.Environments.Tasks;
using MetaRL.Runs;
using static TorchSharp.torch;

namespace MetaRL.Scheduling;

/// <summary>How far a run is, and how long the rest of its training takes.</summary>
/// <param name="Run">The run.</param>
/// <param name="Done">Meta-iterations that it has.</param>
/// <param name="Total">Meta-iterations of a complete run.</param>
/// <param name="SecondsEach">Of one more; null where nothing is left to do.</param>
public sealed record RunEstimate(TrainingRun Run, long Done, long Total, double? SecondsEach)
{
    private const int Timed = 3; // meta-iterations of a run that has none yet, at least
    private const double Warm = 2; // seconds until the code of a meta-iteration is compiled for good
    private const int Recorded = 20; // rows of the metrics of one that has

    /// <summary>Wall-clock seconds until its training ends, where it runs alone.</summary>
    public double SecondsLeft => (Total - Done) * (SecondsEach ?? 0);

    /// <summary>Estimates of all runs, made one by one as they are asked for.</summary>
    /// <param name="runs">The runs; seeds of one algorithm are timed once.</param>
    /// <param name="patience">
    /// Seconds of timing in all; runs that come later are taken to be as fast as the mean of their algorithm.
    /// </param>
    public static IEnumerable<RunEstimate> Of(IEnumerable<TrainingRun> runs, double patience)
    {
        var known = new Dictionary<(Experiment, string), double>();
        var clock = new Stopwatch();
        foreach (var run in runs)
        {
            var total = run.Algorithm.Learner.Trains ? run.Experiment.Training.Iterations : 0;
            var seconds = SecondsOfWhatIsThere(run);
            var done = Math.Min(total, seconds.Count);
            yield return new RunEstimate(run, done, total, done == total ? null : SecondsOf(run, seconds));
        }

        double SecondsOf(TrainingRun run, IReadOnlyList<double> recorded)
        {
            if (recorded.Count >= Timed)
            {
                return Median(recorded.TakeLast(Recorded));
            }

            var (kind, name) = ((run.Experiment, run.Algorithm.Name), run.Algorithm.Name);
            if (known.TryGetValue(kind, out var same))
            {
                return same;
            }

            double[] alike = [.. known.Where(one => one.Key.Item2 == name).Select(one => one.Value)];
            if (alike.Length > 0 && clock.Elapsed.TotalSeconds > patience)
            {
                return alike.Average();
            }

            clock.Start();
            known[kind] = SecondsOfAnIteration(run);
            clock.Stop();
            return known[kind];
        }
    }

    // A run with damaged metrics is counted as new; training it says what is wrong.
    private static IReadOnlyList<double> SecondsOfWhatIsThere(TrainingRun run)
    {
        try
        {
            return MetricsTable.Read(RunDirectory.MetricsOf(run.Directory))["seconds"];
        }
        catch (RunDirectoryException)
        {
            return [];
        }
    }

    /// <summary>
    /// Seconds of a meta-iteration of a new run, the median of the later half of those that are timed.
    /// </summary>
    public static double SecondsOfAnIteration(TrainingRun run)
    {
        using var scope = NewDisposeScope();
        set_num_threads(1);
        var device = ComputeDevice.Resolve(run.Experiment.Compute.Device);
        var learner = Algorithm.Build(run.Experiment, run.Algorithm, device).Learner;
        var key = new RngKey((ulong)run.Seed);
        var state = learner.Initialize(key.For("initialization"));
        scope.Attach(state.Tensors);
        var seconds = new List<double>();
        while (seconds.Count < Timed || (seconds.Sum() < Warm && seconds.Count < run.Experiment.Training.Iterations))
        {
            var clock = Stopwatch.StartNew();
            (state, _) = learner.Iterate(key.For("training").At(seconds.Count), state);
            seconds.Add(clock.Elapsed.TotalSeconds);
            scope.Attach(state.Tensors);
        }

        return Median(seconds.Skip(seconds.Count / 2));
    }

    private static double Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }
}
