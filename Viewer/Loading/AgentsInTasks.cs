using MetaRL.Configuration;
using MetaRL.Configuration.Yaml;
using MetaRL.Environments.Tasks;
using MetaRL.Evaluation.Measuring;
using MetaRL.Viewer.Playback;
using static TorchSharp.torch;

namespace MetaRL.Viewer.Loading;

/// <summary>Agents and the tasks that they adapt to, one column an agent and one row a task; it owns both.</summary>
public sealed class AgentsInTasks : IDisposable
{
    private readonly RngKey _key;
    private readonly List<LoadedAgent> _agents;
    private readonly TaskBatch _tasks;

    private AgentsInTasks(RngKey key, List<LoadedAgent> agents, TaskBatch tasks, ViewRequest request)
    {
        var settings = agents[0].Experiment.Evaluation;
        (_key, _agents, _tasks) = (key, agents, tasks);
        (Updates, Envs) = (request.Rounds ?? settings.Updates, request.Envs ?? settings.EnvsPerTask);
        Optimal = OptimalOf(tasks);
    }

    /// <summary>The experiment of the first agent.</summary>
    public Experiment Experiment => _agents[0].Experiment;

    public TaskFamily Family => Experiment.Family;

    /// <summary>N tasks, as 32-bit floats on the CPU.</summary>
    public TaskBatch Tasks => _tasks;

    /// <summary>One per column.</summary>
    public IReadOnlyList<LoadedAgent> Agents => _agents;

    /// <summary>Whether weights of any of them change between rounds; else rounds are episodes.</summary>
    public bool UpdatesWeights => _agents.Exists(agent => agent.UpdatesWeights);

    /// <summary>K, rounds after the first.</summary>
    public int Updates { get; }

    /// <summary>E, episodes in each task and round.</summary>
    public int Envs { get; }

    /// <summary>Optimal return of each task, [N]; null where the family has no oracle.</summary>
    public double[]? Optimal { get; }

    /// <summary>Loads the agents and draws the tasks.</summary>
    /// <exception cref="ConfigurationException">
    /// The request names what is not there, or agents of several families.
    /// </exception>
    /// <exception cref="Runs.RunDirectoryException">A run has no trained agent.</exception>
    public static AgentsInTasks Load(ViewRequest request)
    {
        var agents = AgentLoader.Find(request).ToList();
        try
        {
            var key = new RngKey((ulong)request.Seed).For("stage");
            return new AgentsInTasks(
                key, agents, Draw(key.For("tasks"), agents[0].Experiment.Family, request), request);
        }
        catch
        {
            agents.ForEach(agent => agent.Dispose());
            throw;
        }
    }

    /// <summary>Name of a column: the algorithm, with its seed where several columns have the same algorithm.</summary>
    public string NameOf(int column)
    {
        var agent = _agents[column];
        return agent.Run is { } run && _agents.Count(other => other.Name == agent.Name) > 1
            ? $"{agent.Name} {run.Provenance.Seed}"
            : agent.Name;
    }

    /// <summary>
    /// Starts the agent of a column on a thread of its own; all columns have the same random numbers.
    /// </summary>
    /// <param name="column">Which agent.</param>
    /// <param name="updates">Most rounds after the first.</param>
    /// <param name="gate">How far it may go.</param>
    /// <param name="tasks">N tasks; null for those that were drawn.</param>
    /// <param name="asks">Whether snapshots of its policy, values and beliefs are taken.</param>
    public AgentThread StartAgent(int column, int updates, StepGate gate, TaskBatch? tasks = null, bool asks = false) =>
        new(
            NameOf(column), _agents[column].Agent(updates), _key.For("agent"), Family, tasks ?? _tasks, Envs, gate,
            asks);

    /// <summary>Replaces the agent of a column by that of another checkpoint of its run.</summary>
    /// <returns>The previous agent, to be disposed by the caller once its thread has ended.</returns>
    public LoadedAgent LoadCheckpoint(int column, long iteration)
    {
        var before = _agents[column];
        _agents[column] = LoadedAgent.Of(before.Run!, iteration);
        return before;
    }

    /// <summary>Optimal returns of tasks of the family, [N]; null where it has no oracle.</summary>
    public double[]? OptimalOf(TaskBatch tasks) => new Evaluator(Family, tasks, Envs).OptimalReturns();

    public void Dispose()
    {
        _agents.ForEach(agent => agent.Dispose());
        var owned = new List<Tensor>();
        _ = _tasks.Map(values =>
        {
            owned.Add(values);
            return values;
        });
        owned.ForEach(values => values.Dispose()); // not within Map, since the batch that it makes reads the shapes
    }

    // From a finite set of tasks, a random choice.
    private static TaskBatch Draw(RngKey key, TaskFamily family, ViewRequest request)
    {
        using var scope = NewDisposeScope();
        string[] known = [.. family.Tasks.Splits.Select(one => one.Name), .. family.Tasks.TaskSets];
        if (!known.Contains(request.Split))
        {
            throw new ConfigurationException(
                $"--split: The family '{family.Name}' has no task split"
                    + $" '{request.Split}'{NearestName.Cure(request.Split, known, "it has")}");
        }

        var split = new TaskSplit(request.Split);
        var all = family.Tasks.Count(split);
        if (all < request.Tasks)
        {
            throw new ConfigurationException(
                $"--tasks: The split '{split}' of {family.Name} has {all} tasks, but {request.Tasks} were asked for.");
        }

        var drawn = family.Tasks.Sample(key, all ?? request.Tasks, split);
        var tasks = all is null
            ? drawn
            : drawn.Choose(new Philox(key.For("choice")).Permutation(drawn.Count)[..request.Tasks]);
        return family.Batch(tasks).To(CPU, ScalarType.Float32).Map(values => values.MoveToOuterDisposeScope());
    }
}
