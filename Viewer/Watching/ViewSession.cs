using MetaRL.Viewer.Loading;
using MetaRL.Viewer.Playback;
using MetaRL.Viewer.Scenes;

namespace MetaRL.Viewer.Watching;

/// <summary>
/// What a window shows, without the window: running agents, the position on the time line, and the selected panel.
/// </summary>
/// <remarks>
/// To be called by one thread. Every agent has a thread of its own; only <see cref="Dispose"/> waits for them.
/// </remarks>
public sealed class ViewSession : IDisposable
{
    private const int MaxExtraRounds = 50; // rounds beyond those asked for at first
    private const int MostTrails = 6;

    private readonly AgentsInTasks _setup;
    private readonly List<Task> _stopping = [];
    private StepGate _gate = new();
    private AgentThread[] _threads = [];
    private IReadOnlyList<Episode>[] _rounds = [];

    /// <param name="setup">Agents and tasks; left to the caller.</param>
    public ViewSession(AgentsInTasks setup)
    {
        _setup = setup;
        Timeline = new Timeline(setup.Family.Horizon, setup.Updates);
        Tasks = new LiveTasks(setup.Family, setup.Tasks, setup.OptimalOf, setup.Optimal);
        StartAgents();
    }

    public AgentsInTasks Setup => _setup;

    public Timeline Timeline { get; }

    public LiveTasks Tasks { get; }

    public int Columns => _setup.Agents.Count;

    public int Rows => (int)_setup.Tasks.Count;

    /// <summary>The panel whose task the sliders change and whose values the side page shows.</summary>
    public (int Column, int Row) Selected { get; private set; }

    /// <summary>Whether the selected panel is all that is shown.</summary>
    public bool IsEnlarged { get; set; }

    /// <summary>The overlay of the scenes.</summary>
    public OverlayChoice Overlay { get; } = new();

    /// <summary>Whether some agent has not begun the round that is to be shown next.</summary>
    public bool IsLearning => Array.Exists(_rounds, rounds => rounds.Count < RoundsNeeded);

    /// <summary>The error that ended an agent before its last round; null if none has.</summary>
    public string? Failure => _threads.FirstOrDefault(thread => thread.Failure is not null) is { } failed
        ? $"{failed.Name}: {failed.Failure!.Message.ReplaceLineEndings(" ")}"
        : null;

    /// <summary>Number of rounds that all agents have begun, at most those of the time line.</summary>
    public int RoundsBegun => Math.Min(_rounds.Min(rounds => rounds.Count), Timeline.LastRound + 1);

    /// <summary>Steps that all agents have taken in a round.</summary>
    public int StepsTaken(int round) => Taken(round).Taken;

    /// <summary>Advances by the time since the last frame.</summary>
    public void Update(double seconds)
    {
        _rounds = Array.ConvertAll(_threads, thread => thread.Rounds);
        Overlay.SetAvailable(
            OverlaySource.Kinds(_setup.Family, _rounds.Select(rounds => rounds.Count > 0 ? rounds[0] : null)));
        Timeline.Advance(seconds, RoundsBegun, Taken(Timeline.Round));
        _gate.AllowUntil(Timeline.AllowedSteps);
    }

    /// <summary>One step forwards or backwards.</summary>
    public void Step(int steps) =>
        Timeline.Step(steps, Taken(Timeline.Round) is (var taken, true) ? taken : Timeline.Horizon);

    /// <summary>Lets all agents update once more, and shows the round after it.</summary>
    public void Adapt()
    {
        if (Timeline.LastRound == _setup.Updates + MaxExtraRounds)
        {
            return;
        }

        Timeline.GoTo(Timeline.LastRound, Timeline.Horizon);
        Timeline.Extend();
        Timeline.Play();
    }

    /// <summary>All agents forget what they have learnt in these tasks, which stay as they are.</summary>
    public void Restart()
    {
        StopAgents(null);
        Tasks.ForgetChanges();
        Timeline.Reset(_setup.Updates);
        StartAgents();
    }

    /// <summary>Replaces the agent of a column by that of another checkpoint, and restarts all agents.</summary>
    public void LoadCheckpoint(int column, long iteration)
    {
        StopAgents(_setup.LoadCheckpoint(column, iteration));
        Tasks.ForgetChanges();
        Timeline.Reset(_setup.Updates);
        StartAgents();
    }

    /// <summary>
    /// Changes the selected task from the first step that no agent can have taken yet, and goes to that step.
    /// </summary>
    public void ChangeParameter(ParameterSlider slider, double value)
    {
        var front = _gate.Front;
        if (Timeline.Position < front)
        {
            var round = (int)Math.Clamp(front / Timeline.Horizon, 0, Math.Max(0, RoundsBegun - 1));
            var (taken, isOver) = Taken(round);
            Timeline.GoTo(
                round, isOver ? taken : (int)Math.Min(Timeline.Horizon, front - ((long)round * Timeline.Horizon)));
        }

        Tasks.Change(slider, Selected.Row, value, Timeline.Position);
        foreach (var thread in _threads)
        {
            thread.Family.Change(Tasks.Now, front);
        }
    }

    /// <summary>Selects a panel.</summary>
    public void Select(int column, int row) =>
        Selected = (Math.Clamp(column, 0, Columns - 1), Math.Clamp(row, 0, Rows - 1));

    /// <summary>The episode that a column plays in the watched round; null where it has not begun.</summary>
    public Episode? EpisodeOf(int column) => _rounds[column].ElementAtOrDefault(Timeline.Round);

    /// <summary>
    /// Policy, values and beliefs of a column's agent at the shown step; null where the agent has no snapshot.
    /// </summary>
    public SnapshotValues? SnapshotOf(int column) =>
        EpisodeOf(column)?.Snapshots.At(Timeline.IsBetweenRounds ? int.MaxValue : Timeline.Time);

    /// <summary>
    /// One agent in one task at the shown step; while the agent learns for this round, the end of the round before.
    /// </summary>
    public PanelView View(int column, int row)
    {
        var rounds = _rounds[column];
        var round = Math.Min(Timeline.Round, rounds.Count - 1);
        // Other environments may last longer than the first
        var time = round < Timeline.Round || Timeline.IsBetweenRounds ? int.MaxValue : Timeline.Time;
        var position = round < Timeline.Round ? (long)(round + 1) * Timeline.Horizon : Timeline.Position;
        var returns = rounds.Take(round + 1).Select(episode =>
            episode.MeanReturn(row, episode.Round < round ? int.MaxValue : time));
        return new PanelView(
            Tasks.SceneAt(position, row), round < 0 ? null : Moment(rounds, round, row, time), [.. returns],
            Tasks.OptimalAt(position, row), Running: round == Timeline.Round && !Timeline.IsBetweenRounds,
            Learning: rounds.Count < RoundsNeeded);
    }

    /// <summary>Ends all agents, and waits until their threads have ended.</summary>
    public void Dispose()
    {
        StopAgents(null);
        Task.WaitAll(_stopping);
        Tasks.Wait();
    }

    // Number of rounds that must have begun before the next frame can be shown.
    private int RoundsNeeded => Timeline.Round + (Timeline.IsBetweenRounds && !Timeline.IsAtEnd ? 2 : 1);

    private SceneMoment Moment(IReadOnlyList<Episode> rounds, int round, int row, int time)
    {
        var moment = rounds[round].Moment(row, env: 0, time);
        var earlier = Enumerable.Range(Math.Max(0, round - MostTrails), Math.Min(round, MostTrails));
        return moment with
        {
            Trails =
            [
                .. earlier.Select(one => rounds[one].TrailOf(row, env: 0, round - one)),
                rounds[round].TrailOf(row, env: 0, age: 0, time),
            ],
            Overlay = OverlaySource.Of(Overlay.Kind, _setup.Family, rounds[round], row, time),
        };
    }

    // Steps that every agent has taken in a round, and whether the round has no more to show.
    private (int Taken, bool IsOver) Taken(int round)
    {
        var episodes = _rounds.Select(rounds => rounds.ElementAtOrDefault(round)).ToArray();
        if (Array.Exists(episodes, episode => episode is null))
        {
            return (0, false);
        }

        var taken = episodes.Min(episode => episode!.Steps);
        var ended = episodes.All(episode => Enumerable.Range(0, Rows).All(row => episode!.HasTerminated(row, env: 0)));
        return ended
            ? (episodes.Max(episode => Enumerable.Range(0, Rows).Max(row => episode!.StepsOf(row, env: 0))), true)
            : (taken, taken == Timeline.Horizon);
    }

    private void StartAgents()
    {
        _gate = new StepGate();
        _threads =
        [
            .. Enumerable.Range(0, Columns).Select(column =>
                _setup.StartAgent(column, _setup.Updates + MaxExtraRounds, _gate, Tasks.Now, asks: true)),
        ];
        _rounds = Array.ConvertAll(_threads, _ => (IReadOnlyList<Episode>)[]);
    }

    private void StopAgents(LoadedAgent? replaced)
    {
        var stopping = _threads;
        _gate.Close();
        _stopping.RemoveAll(task => task.IsCompleted);
        _stopping.Add(Task.Run(() =>
        {
            Array.ForEach(stopping, thread => thread.Dispose());
            replaced?.Dispose();
        }));
    }
}
