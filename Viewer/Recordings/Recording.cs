using MetaRL.Configuration;
using MetaRL.Configuration.Yaml;
using MetaRL.Environments.Bandits;
using MetaRL.Environments.Tabular;
using MetaRL.Environments.Tasks;
using MetaRL.Evaluation;
using MetaRL.Evaluation.Reports;
using MetaRL.Runs;
using MetaRL.Viewer.Loading;
using MetaRL.Viewer.Playback;
using MetaRL.Viewer.Scenes;

namespace MetaRL.Viewer.Recordings;

/// <summary>What agents did in the same N tasks: what storyboards and films show. It holds no tensor.</summary>
public sealed class Recording
{
    private readonly double[]? _optimal;
    private readonly int _decimals;
    private readonly TaskFamily _family;

    /// <param name="family">The dynamics.</param>
    /// <param name="tasks">N tasks.</param>
    /// <param name="split">Where they come from.</param>
    /// <param name="agents">At least one.</param>
    /// <param name="optimal">Best return of each task, [N]; null where it is unknown.</param>
    /// <param name="overlay">What is laid over the scenes; null for what is usual.</param>
    /// <exception cref="ConfigurationException">None of the agents has told such a thing.</exception>
    public Recording(
        TaskFamily family, TaskBatch tasks, TaskSplit split, IReadOnlyList<RecordedAgent> agents, double[]? optimal, OverlayKind? overlay = null)
    {
        (Agents, Split, _family, _optimal) = (agents, split, family, optimal);
        Scenes = [.. Enumerable.Range(0, (int)tasks.Count).Select(task => SceneRegistry.Create(family, tasks, task))];
        Overlay = overlay is { } kind ? Checked(kind, family, agents) : Usual(family);
        _decimals = NumberText.Decimals([.. Enumerable.Range(0, Tasks).SelectMany(Returns), .. optimal ?? []]);
    }

    /// <summary>Lets all agents work to their last round.</summary>
    /// <param name="agentsInTasks">Agents and tasks.</param>
    /// <param name="split">Where the tasks come from.</param>
    /// <param name="overlay">What is laid over the scenes; null for what is usual.</param>
    /// <param name="stop">Ends them early.</param>
    /// <exception cref="ConfigurationException">None of the agents has it.</exception>
    /// <exception cref="OperationCanceledException">They were stopped.</exception>
    public static Recording Of(AgentsInTasks agentsInTasks, TaskSplit split, OverlayKind? overlay = null, CancellationToken stop = default)
    {
        var gate = new StepGate();
        using var closing = stop.Register(gate.Close);
        var asks = overlay is { } kind && OverlaySource.IsInSnapshots(kind);
        AgentThread[] threads = [.. agentsInTasks.Agents.Select((_, column) => agentsInTasks.Start(column, agentsInTasks.Updates, gate, asks: asks))];
        try
        {
            RecordedAgent[] agents =
            [
                .. agentsInTasks.Agents.Select((agent, column) =>
                    new RecordedAgent(agentsInTasks.NameOf(column), Origin(agent), Updates(agent), threads[column].Finish(stop))),
            ];
            return new Recording(agentsInTasks.Family, agentsInTasks.Tasks, split, agents, agentsInTasks.Optimal, overlay);
        }
        finally
        {
            Array.ForEach(threads, thread => thread.Dispose());
        }
    }

    public IReadOnlyList<RecordedAgent> Agents { get; }

    public TaskSplit Split { get; }

    /// <summary>Whether the family has a finite number of tasks to be tested on, so that training may have seen them.</summary>
    public bool IsOfFewTasks => _family.Tasks.Count(TaskSplit.Test) is not null;

    /// <summary>Name of the family.</summary>
    public string Family => _family.Name;

    /// <summary>Steps of a round.</summary>
    public int Horizon => _family.Horizon;

    /// <summary>What is laid over the scenes.</summary>
    public OverlayKind Overlay { get; }

    /// <summary>Whether the trails of environments beside the one that is shown are drawn: they would hide what the agent thinks.</summary>
    public bool ShowsOthers => !OverlaySource.IsInSnapshots(Overlay);

    /// <summary>One scene a task.</summary>
    public IReadOnlyList<IScene> Scenes { get; }

    /// <summary>N.</summary>
    public int Tasks => Scenes.Count;

    /// <summary>K + 1 of the agent with most rounds.</summary>
    public int Rounds => Agents.Max(agent => agent.Rounds.Count);

    /// <summary>What the returns of a task are measured with: from the lowest that is shown to the optimum, or to the highest where there is none.</summary>
    public ReturnScale Scale(int task)
    {
        var returns = Returns(task).ToArray();
        return new ReturnScale(returns.Min(), returns.Max(), _optimal?[task]);
    }

    /// <summary>A return as it is written everywhere in this recording.</summary>
    public string Text(double value) => NumberText.Fixed(value, _decimals);

    /// <summary>A gain in return, with its sign.</summary>
    public string GainText(double value) => NumberText.WithSign(value, _decimals);

    /// <summary>A time of a round as its scene shows it.</summary>
    public SceneMoment Moment(RecordedAgent agent, int task, int round, int time, bool withEarlier)
    {
        var moment = agent.Moment(task, round, time, withEarlier);
        return moment with
        {
            Trails = ShowsOthers ? moment.Trails : [.. moment.Trails.Where(trail => !trail.IsAside)],
            Overlays = OverlaySource.Of(Overlay, _family, agent.Rounds[round], task, time),
        };
    }

    // What is laid over the scenes where nothing is said: of a bandit, whose state shows nothing of what was done, the pulls.
    private static OverlayKind Usual(TaskFamily family) => family is Bandit ? OverlayKind.Visits : OverlayKind.None;

    private static OverlayKind Checked(OverlayKind overlay, TaskFamily family, IReadOnlyList<RecordedAgent> agents)
    {
        var kinds = OverlaySource.Kinds(family, agents.Select(agent => agent.Rounds[0]));
        return kinds.Contains(overlay)
            ? overlay
            : throw new ConfigurationException(
                $"--overlay: Nothing can be shown as {Word(overlay)} of {string.Join(", ", agents.Select(agent => agent.Name))} in {family.Name},"
                + $" only {string.Join(", ", kinds.Select(Word))}; choose one of them, or other agents.");
    }

    private static string Word(OverlayKind kind) => $"{kind}".ToLowerInvariant();

    private static string Origin(WatchedAgent agent) =>
        agent.Run is { } run ? $"seed {run.Provenance.Seed}, {agent.Iteration} meta-iterations" : "untrained";

    private static bool Updates(WatchedAgent agent) =>
        agent.Experiment.Algorithms.Single(algorithm => algorithm.Name == agent.Name).Learner.Adapts;

    private IEnumerable<double> Returns(int task) =>
        from agent in Agents from round in Enumerable.Range(0, agent.Rounds.Count) select agent.Return(task, round);
}
