using System.Collections.Concurrent;
using MetaRL.Configuration;

namespace MetaRL.Runs;

/// <summary>Does runs in this process; what the runs of an experiment are evaluated on is made once.</summary>
/// <param name="runner">Does one run.</param>
public sealed class LocalExecutor(ExperimentRunner runner) : IRunExecutor
{
    private readonly ConcurrentDictionary<Experiment, Lazy<AgentEvaluation>> _evaluations =
        new(ReferenceEqualityComparer.Instance);

    public int? AtOnce => null;

    public bool Train(TrainingRun run, CancellationToken stop, int? until = null) => runner.Train(run, stop, until);

    public bool Evaluate(TrainingRun run, CancellationToken stop)
    {
        runner.Evaluate(
            run,
            _evaluations.GetOrAdd(
                run.Experiment, experiment => new Lazy<AgentEvaluation>(() => runner.Evaluation(experiment))).Value);
        return true;
    }
}
