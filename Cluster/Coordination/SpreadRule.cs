using MetaRL.Cluster.Messages;
using MetaRL.Runs;

namespace MetaRL.Cluster.Coordination;

/// <summary>When the tasks of a run's meta-iterations are spread over workers.</summary>
public enum Sharding
{
    /// <summary>Where workers have nothing else to do and an iteration takes long enough.</summary>
    Auto,

    /// <summary>From the first iteration on.</summary>
    Always,

    /// <summary>Not at all: every run has one worker.</summary>
    Never,
}

/// <summary>Decides for one run, as its worker tells how long its meta-iterations take.</summary>
/// <param name="run">The run.</param>
/// <param name="sharding">What the user wants.</param>
/// <param name="isSpare">Whether there are more workers than trainings that have not ended.</param>
/// <param name="hasContributors">Whether others add tasks, which not every learner takes.</param>
internal sealed class SpreadRule(TrainingRun run, Sharding sharding, Func<bool> isSpare, bool hasContributors = false)
{
    /// <summary>Below it the messages of an iteration take longer than what is gained.</summary>
    private static readonly TimeSpan Worthwhile = TimeSpan.FromMilliseconds(100);

    private const int Seen = 3; // iterations, of which the first still compiles

    private readonly Lazy<bool> _isPossible = new(() => IsPossible(run, hasContributors));
    private readonly Queue<TimeSpan> _latest = new();

    /// <summary>Whether they are to be spread now.</summary>
    public bool IsDue => sharding switch
    {
        Sharding.Never => false,
        Sharding.Always => _isPossible.Value,
        _ => _latest.Count == Seen && _latest.Min() >= Worthwhile && isSpare() && _isPossible.Value,
    };

    /// <summary>Hears of an iteration.</summary>
    public void Tell(JobEvent happened)
    {
        if (happened.Kind != JobEventKind.Iterated)
        {
            return;
        }

        _latest.Enqueue(happened.Elapsed);
        if (_latest.Count > Seen)
        {
            _latest.Dequeue();
        }
    }

    // Its iterations are sums over tasks, of more blocks than one.
    private static bool IsPossible(TrainingRun run, bool hasContributors)
    {
        var (experiment, device) = (run.Experiment, ExperimentRunner.Device(run.Experiment));
        return run.Iterations > 0
            && Algorithm.Build(experiment, run.Algorithm, device).Learner.Sharded is { } one
            && (hasContributors ? one.TakesContributions : one.BlockTasks < experiment.Training.Tasks);
    }
}
