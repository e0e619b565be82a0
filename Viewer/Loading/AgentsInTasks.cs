using MetaRL.Configuration;
using MetaRL.Configuration.Yaml;
using MetaRL.Environments.Tasks;
using MetaRL.Runs;
using MetaRL.Viewer.Playback;
using static TorchSharp.torch;

namespace MetaRL.Viewer.Loading;

/// <summary>Agents, and tasks that they have never seen, to be watched side by side; it owns both.</summary>
public sealed class AgentsInTasks : IDisposable
{
    private readonly RngKey _key;
    private readonly List<WatchedAgent> _agents;
    private readonly TaskBatch _tasks;

    private AgentsInTasks(RngKey key, List<WatchedAgent> agents, TaskBatch tasks, ViewRequest request)
    {
        var settings = agents[0].Experiment.Evaluation;
        (_key, _agents, _tasks) = (key, agents, tasks);
        (Updates, Envs) = (request.Rounds ?? settings.Updates, request.Envs ?? settings.EnvsPerTask);
        Optimal = OptimalOf(tasks);
    }

    /// <summary>The experiment of the first agent.</summary>
    public Experiment Experiment => _agents[0].Experiment;

    public TaskFamily Family => Experiment.Family;

    /// <summary>N tasks, in the type to compute in.</summary>
    public TaskBatch Tasks => _tasks;

    /// <summary>One per column.</summary>
    public IReadOnlyList<WatchedAgent> Agents => _agents;

    /// <summary>K, rounds after the first that are asked for.</summary>
    public int Updates { get; }

    /// <summary>E, episodes in each task and round.</summary>
    public int Envs { get; }

    /// <summary>Best return of each task, [N]; null where the family has no oracle.</summary>
    public double[]? Optimal { get; }

    /// <summary>Loads the agents and draws the tasks.</summary>
    /// <exception cref="ConfigurationException">The request names what is not there, or agents of several families.</exception>
    /// <exception cref="Runs.RunDirectoryException">A run has no trained agent.</exception>
    public static AgentsInTasks Load(ViewRequest request)
    {
        var agents = AgentLoader.Find(request).ToList();
        try
        {
            var key = new RngKey((ulong)request.Seed).For("stage");
            return new AgentsInTasks(key, agents, Draw(key.For("tasks"), agents[0].Experiment.Family, request), request);
        }
        catch
        {
            agents.ForEach(agent => agent.Dispose());
            throw;
        }
    }

    /// <summary>What a column is called: the algorithm, with its seed where that is needed to tell it from others.</summary>
    public string NameOf(int column)
    {
        var agent = _agents[column];
        return agent.Run is { } run && _agents.Count(other => other.Name == agent.Name) > 1
            ? $"{agent.Name} {run.Provenance.Seed}"
            : agent.Name;
    }

    /// <summary>Puts the agent of a column to work, on a thread of its own; all columns meet the same random numbers.</summary>
    /// <param name="column">Which agent.</param>
    /// <param name="updates">Rounds after the first that may ever be asked for.</param>
    /// <param name="gate">How far it may go.</param>
    /// <param name="tasks">N tasks; null for those that were drawn.</param>
    /// <param name="asks">Whether it is asked what it thinks.</param>
    public AgentThread Start(int column, int updates, StepGate gate, TaskBatch? tasks = null, bool asks = false) =>
        new(NameOf(column), _agents[column].Agent(updates), _key.For("agent"), Family, tasks ?? _tasks, Envs, gate, asks);

    /// <summary>Gives a column the agent of another checkpoint of its run.</summary>
    /// <returns>The one before, to be disposed by the caller when it is at work no more.</returns>
    public WatchedAgent LoadCheckpoint(int column, long iteration)
    {
        var before = _agents[column];
        _agents[column] = WatchedAgent.Of(before.Run!, iteration);
        return before;
    }

    /// <summary>Best returns of tasks of the family, [N]; null where it has no oracle.</summary>
    public double[]? OptimalOf(TaskBatch tasks)
    {
        using var scope = NewDisposeScope();
        return Family.Oracle?.OptimalReturn(tasks.To(CPU, ScalarType.Float64)).data<double>().ToArray();
    }

    public void Dispose()
    {
        _agents.ForEach(agent => agent.Dispose());
        var owned = new List<Tensor>();
        _ = _tasks.Map(values =>
        {
            owned.Add(values);
            return values;
        });
        owned.ForEach(values => values.Dispose()); // after, not within: a batch looks at the shapes of its tensors
    }

    // Of a fixed set some are chosen at random.
    private static TaskBatch Draw(RngKey key, TaskFamily family, ViewRequest request)
    {
        using var scope = NewDisposeScope();
        string[] known = [.. family.Tasks.Splits.Select(one => one.Name), .. family.Tasks.TaskSets];
        if (!known.Contains(request.Split))
        {
            throw new ConfigurationException(
                $"--split: The family '{family.Name}' has no task split '{request.Split}'{NearestName.Cure(request.Split, known, "it has")}");
        }

        var split = new TaskSplit(request.Split);
        var all = family.Tasks.Count(split);
        if (all < request.Tasks)
        {
            throw new ConfigurationException($"--tasks: The split '{split}' of {family.Name} has {all} tasks, but {request.Tasks} were asked for.");
        }

        var drawn = family.Tasks.Sample(key, all ?? request.Tasks, split);
        var tasks = all is null ? drawn : drawn.Choose(new Philox(key.For("choice")).Permutation(drawn.Count)[..request.Tasks]);
        return family.Batch(tasks).To(CPU, ScalarType.Float32).Map(values => values.MoveToOuterDisposeScope());
    }
}
