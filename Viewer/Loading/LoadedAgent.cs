using MetaRL.Agents.Adaptation;
using MetaRL.Configuration;
using MetaRL.Environments.Tasks;
using MetaRL.Runs;
using static TorchSharp.torch;

namespace MetaRL.Viewer.Loading;

/// <summary>An agent loaded from a run, or untrained; it owns its weights.</summary>
public sealed class LoadedAgent : IDisposable
{
    private readonly Func<int, IAdaptiveAgent> _make;
    private readonly Action _dispose;

    private LoadedAgent(
        string name, Experiment experiment, long iteration, Func<int, IAdaptiveAgent> make, Action dispose) =>
        (Name, Experiment, Iteration, UpdatesWeights, _make, _dispose) = (
            name, experiment, iteration,
            experiment.Algorithms.Single(algorithm => algorithm.Name == name).Learner.Adapts, make, dispose);

    /// <summary>Name of the algorithm among the experiment's.</summary>
    public string Name { get; }

    /// <summary>The experiment that it was trained in.</summary>
    public Experiment Experiment { get; }

    /// <summary>Whether weights change between rounds; else a round is an episode that it remembers.</summary>
    public bool UpdatesWeights { get; }

    /// <summary>Meta-iterations that it was trained for.</summary>
    public long Iteration { get; }

    /// <summary>The run that it was loaded from; null for an untrained agent.</summary>
    public SavedRun? Run { get; private init; }

    /// <summary>An agent from a checkpoint of a run.</summary>
    /// <param name="run">The run.</param>
    /// <param name="iteration">Of the checkpoint; null for the latest.</param>
    /// <exception cref="RunDirectoryException">There is no such checkpoint.</exception>
    public static LoadedAgent Of(SavedRun run, long? iteration = null)
    {
        var saved = SavedAgent.Load(run with { Experiment = Watchable(run.Experiment) }, CPU, iteration);
        return new LoadedAgent(run.Algorithm.Name, run.Experiment, saved.Iteration, saved.Agent, saved.Dispose)
        { Run = run };
    }

    /// <summary>An agent with its initial weights.</summary>
    public static LoadedAgent Untrained(Experiment experiment, AlgorithmSettings settings, RngKey key)
    {
        var learner = Algorithm.Build(Watchable(experiment), settings, CPU).Learner;
        var state = learner.Initialize(key.For("initialization"));
        return new LoadedAgent(settings.Name, experiment, iteration: 0,
            updates => learner.Agent(state, experiment.Inner.Loop.Create(), updates),
            () => state.Tensors.ToList().ForEach(tensor => tensor.Dispose()));
    }

    /// <summary>The agent, to be put into tasks.</summary>
    /// <param name="updates">Rounds after the first.</param>
    public IAdaptiveAgent Agent(int updates) => _make(updates);

    public void Dispose() => _dispose();

    // No restarts, so that every episode is shown from its beginning to its end, and all tasks in one batch.
    private static Experiment Watchable(Experiment experiment) => experiment with
    {
        Training = experiment.Training with { Restart = false },
        Compute = experiment.Compute with { Threads = TaskChunks.Whole.Threads, ChunkTasks = TaskChunks.Whole.Size },
    };
}
