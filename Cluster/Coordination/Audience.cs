using MetaRL.Cluster.Messages;
using MetaRL.Learners;
using MetaRL.Runs;

namespace MetaRL.Cluster.Coordination;

/// <summary>
/// Tells an observer what a run does, once: also where a worker that goes on for a dead one does some of it again.
/// </summary>
/// <param name="run">The run.</param>
/// <param name="observer">The observer.</param>
internal sealed class Audience(TrainingRun run, IRunObserver observer)
{
    private bool _isStarted;
    private bool _isEvaluating;
    private long _iteration; // the latest that was told
    private JobEvent? _ended;

    public void Tell(JobEvent happened)
    {
        switch (happened.Kind)
        {
            case JobEventKind.TrainingStarted when !_isStarted:
                (_isStarted, _iteration) = (true, happened.Iteration);
                observer.TrainingStarted(run, happened.Iteration);
                break;
            case JobEventKind.Iterated when happened.Iteration > _iteration && happened.Numbers is { } numbers:
                _iteration = happened.Iteration;
                observer.Iterated(run, happened.Iteration, Metrics(numbers), happened.Elapsed);
                break;
            case JobEventKind.TrainingEnded:
                _ended = happened;
                break;
            case JobEventKind.TrainingSpecialists:
                observer.TrainingSpecialists(run.Experiment, (int)happened.Iteration);
                break;
            case JobEventKind.Evaluating when !_isEvaluating:
                _isEvaluating = true;
                observer.Evaluating(run);
                break;
            case JobEventKind.Evaluated:
                observer.Evaluated(run);
                break;
        }
    }

    /// <summary>The run does not go on elsewhere: training ended, if it had begun.</summary>
    public void TellEnd()
    {
        if (_ended is { } ended)
        {
            observer.TrainingEnded(run, ended.Iteration, ended.IsComplete);
        }
    }

    private static MetaMetrics Metrics(IterationNumbers numbers) => new(
        numbers.ReturnBefore, numbers.ReturnAfter, numbers.EnvSteps,
        numbers.Names.Zip(numbers.Values).ToDictionary(pair => pair.First, pair => pair.Second));
}
