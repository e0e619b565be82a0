using MetaRL.Agents.Adaptation;
using MetaRL.Agents.InnerLoops;
using MetaRL.Checkpoints;
using MetaRL.Evaluation.Measuring;
using MetaRL.Learners;
using static TorchSharp.torch;

namespace MetaRL.Runs;

/// <summary>What a run has learnt until one of its checkpoints, to be put into tasks; it owns its weights.</summary>
public sealed class SavedAgent : IDisposable
{
    private readonly Algorithm _algorithm;
    private readonly MetaState _state;
    private readonly InnerLoopSettings _inner;

    private SavedAgent(SavedRun run, Algorithm algorithm, MetaState state, InnerLoopSettings inner) =>
        (Run, _algorithm, _state, _inner) = (run, algorithm, state, inner);

    /// <summary>Where it comes from.</summary>
    public SavedRun Run { get; }

    /// <summary>Meta-iterations that it has learnt for.</summary>
    public long Iteration => _state.Iteration;

    /// <summary>Reads a checkpoint.</summary>
    /// <param name="run">The run.</param>
    /// <param name="device">Where the agent is to act.</param>
    /// <param name="iteration">Of the checkpoint; null for the latest.</param>
    /// <exception cref="RunDirectoryException">There is no such checkpoint.</exception>
    /// <exception cref="CheckpointException">It belongs to another run, or is damaged.</exception>
    public static SavedAgent Load(SavedRun run, Device device, long? iteration = null)
    {
        var all = run.Checkpoints.List();
        var saved = (
            iteration is null ? run.Checkpoints.Latest() : all.FirstOrDefault(one => one.Iteration == iteration))
            ?? throw new RunDirectoryException(
                all.Count == 0
                    ? $"{run.Location}: The run has no checkpoint; train it with `metarl train`."
                    : $"{run.Location}: The run has no checkpoint of iteration {iteration}, only of"
                        + $" {string.Join(", ", all.Select(one => one.Iteration))}.");
        var algorithm = Algorithm.Build(run.Experiment, run.Algorithm, device);
        using var scope = NewDisposeScope();
        var like = algorithm.Learner.Initialize(default);
        scope.Attach(like.Tensors);
        return new SavedAgent(run, algorithm, Checkpoint.Load(saved.Path, like, run.Owner), StepSizes(run));
    }

    /// <summary>
    /// The agent, adapting with the step sizes that its evaluation found, or those of the configuration before it is
    /// evaluated.
    /// </summary>
    /// <param name="updates">Rounds after the first.</param>
    public IAdaptiveAgent Agent(int updates) => _algorithm.Learner.Agent(_state, _inner.Create(), updates);

    public void Dispose()
    {
        foreach (var tensor in _state.Tensors)
        {
            tensor.Dispose();
        }
    }

    private static InnerLoopSettings StepSizes(SavedRun run)
    {
        var inner = run.Experiment.Inner.Loop;
        var file = RunDirectory.EvaluationOf(run.Location, run.Experiment.Evaluation.Split.Name);
        if (!File.Exists(file))
        {
            return inner;
        }

        var found = EvaluationFile.Read(file);
        return inner with
        {
            StepSize = found.StepSize ?? inner.StepSize,
            LaterStepSize = found.LaterStepSize ?? inner.LaterStepSize,
        };
    }
}
