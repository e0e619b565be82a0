using MetaRL.Configuration.Yaml;
using MetaRL.Environments.Bandits;
using MetaRL.Environments.Tasks;
using MetaRL.Evaluation.Reports;
using MetaRL.Viewer.Loading;
using MetaRL.Viewer.Playback;
using MetaRL.Viewer.Scenes;

namespace MetaRL.Viewer.Recordings;

/// <summary>
/// All rounds of agents in the same N tasks, to be drawn as a storyboard or a film. It holds no tensor.
/// </summary>
public sealed class Recording
{
    private readonly double[]? _optimal;
    private readonly int _decimals;
    private readonly TaskFamily _family;

    /// <param name="family">The dynamics.</param>
    /// <param name="tasks">N tasks.</param>
    /// <param name="split">Where they come from.</param>
    /// <param name="agents">At least one.</param>
    /// <param name="optimal">Optimal return of each task, [N]; null where it is unknown.</param>
    /// <param name="overlay">Overlay of the scenes; null for the family's default.</param>
    /// <exception cref="ConfigurationException">None of the agents provides the overlay.</exception>
    public Recording(
        TaskFamily family, TaskBatch tasks, TaskSplit split, IReadOnlyList<RecordedAgent> agents, double[]? optimal,
        OverlayKind? overlay = null)
    {
        (Agents, Split, _family, _optimal) = (agents, split, family, optimal);
        Scenes = [.. Enumerable.Range(0, (int)tasks.Count).Select(task => SceneRegistry.Create(family, tasks, task))];
        Overlay = overlay is { } kind ? RequireAvailable(kind, family, agents) : DefaultOverlay(family);
        _decimals = NumberText.Decimals([.. Enumerable.Range(0, Tasks).SelectMany(Returns), .. optimal ?? []]);
    }

    /// <summary>Runs all agents to their last round.</summary>
    /// <param name="setup">Agents and tasks.</param>
    /// <param name="split">Where the tasks come from.</param>
    /// <param name="overlay">Overlay of the scenes; null for the family's default.</param>
    /// <param name="stop">Stops the agents early.</param>
    /// <exception cref="ConfigurationException">None of the agents provides the overlay.</exception>
    /// <exception cref="OperationCanceledException">The agents were stopped.</exception>
    public static Recording Of(
        AgentsInTasks setup, TaskSplit split, OverlayKind? overlay = null, CancellationToken stop = default)
    {
        var gate = new StepGate();
        using var closing = stop.Register(gate.Close);
        var asks = overlay is { } kind && OverlaySource.IsInSnapshots(kind);
        AgentThread[] threads =
        [
            .. setup.Agents.Select((_, column) => setup.StartAgent(column, setup.Updates, gate, asks: asks)),
        ];
        try
        {
            RecordedAgent[] agents =
            [
                .. setup.Agents.Select((agent, column) =>
                    new RecordedAgent(
                        setup.NameOf(column), Origin(agent), agent.UpdatesWeights, threads[column].Finish(stop))),
            ];
            return new Recording(setup.Family, setup.Tasks, split, agents, setup.Optimal, overlay);
        }
        finally
        {
            Array.ForEach(threads, thread => thread.Dispose());
        }
    }

    public IReadOnlyList<RecordedAgent> Agents { get; }

    public TaskSplit Split { get; }

    /// <summary>Whether the test split is finite, so that training may have included its tasks.</summary>
    public bool HasFiniteTasks => _family.Tasks.Count(TaskSplit.Test) is not null
        || _family.Tasks.Distributions.Values.All(distribution => distribution is ChoiceDistribution or FixedValue);

    /// <summary>Name of the family.</summary>
    public string Family => _family.Name;

    /// <summary>Steps of a round.</summary>
    public int Horizon => _family.Horizon;

    /// <summary>The overlay of the scenes.</summary>
    public OverlayKind Overlay { get; }

    /// <summary>
    /// Whether trails of the other environments are drawn; they would hide the agent's policy, values or belief.
    /// </summary>
    public bool ShowsOtherEnvironments => !OverlaySource.IsInSnapshots(Overlay);

    /// <summary>One scene a task.</summary>
    public IReadOnlyList<IScene> Scenes { get; }

    /// <summary>N.</summary>
    public int Tasks => Scenes.Count;

    /// <summary>Largest number of rounds of any agent, K + 1.</summary>
    public int Rounds => Agents.Max(agent => agent.Rounds.Count);

    /// <summary>
    /// Scale of a task's returns: from the lowest one shown to the optimum, or to the highest one shown where there is
    /// no optimum.
    /// </summary>
    public ReturnScale Scale(int task)
    {
        var returns = Returns(task).ToArray();
        return new ReturnScale(returns.Min(), returns.Max(), _optimal?[task]);
    }

    /// <summary>A return in words, with as many decimals as all returns of this recording.</summary>
    public string Text(double value) => NumberText.Fixed(value, _decimals);

    /// <summary>A gain in return, with its sign.</summary>
    public string GainText(double value) => NumberText.WithSign(value, _decimals);

    /// <summary>What a scene draws at one step of a round.</summary>
    public SceneMoment Moment(RecordedAgent agent, int task, int round, int time, bool withEarlier)
    {
        var moment = agent.Moment(task, round, time, withEarlier);
        return moment with
        {
            Trails = ShowsOtherEnvironments
                ? moment.Trails
                : [.. moment.Trails.Where(trail => !trail.IsOtherEnvironment)],
            Overlay = OverlaySource.Of(Overlay, _family, agent.Rounds[round], task, time),
        };
    }

    // A bandit's state shows nothing of what the agent did, so its pulls are shown.
    private static OverlayKind DefaultOverlay(TaskFamily family) =>
        family is Bandit ? OverlayKind.Visits : OverlayKind.None;

    private static OverlayKind RequireAvailable(
        OverlayKind overlay, TaskFamily family, IReadOnlyList<RecordedAgent> agents)
    {
        var kinds = OverlaySource.Kinds(family, agents.Select(agent => agent.Rounds[0]));
        return kinds.Contains(overlay)
            ? overlay
            : throw new ConfigurationException(
                $"--overlay: There is no overlay {Word(overlay)} for"
                + $" {string.Join(", ", agents.Select(agent => agent.Name))} in {family.Name},"
                + $" only {string.Join(", ", kinds.Select(Word))}; choose one of them, or other agents.");
    }

    private static string Word(OverlayKind kind) => $"{kind}".ToLowerInvariant();

    private static string Origin(LoadedAgent agent) =>
        agent.Run is { } run
            ? $"seed {run.Provenance.Seed}, {RecordingText.Counted(agent.Iteration, "meta-iteration")}"
            : "untrained";

    private IEnumerable<double> Returns(int task) =>
        from agent in Agents from round in Enumerable.Range(0, agent.Rounds.Count) select agent.Return(task, round);
}
