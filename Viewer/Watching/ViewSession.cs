using MetaRL.Viewer.Playback;
using MetaRL.Viewer.Scenes;
using MetaRL.Viewer.Loading;

namespace MetaRL.Viewer.Watching;

/// <summary>Agents at work in their tasks, and the one who watches them: what a window shows, without the window.</summary>
/// <remarks>One thread calls it; the agents have threads of their own, for none of which it ever waits but in <see cref="Dispose"/>.</remarks>
public sealed class ViewSession : IDisposable
{
    private const int MostMore = 50; // rounds beyond those asked for at first
    private const int MostTrails = 6;

    private readonly AgentsInTasks _agentsInTasks;
    private readonly List<Task> _leaving = [];
    private StepGate _gate = new();
    private AgentThread[] _threads = [];
    private IReadOnlyList<Episode>[] _rounds = [];

    /// <param name="agentsInTasks">Agents and tasks; left to the caller.</param>
    public ViewSession(AgentsInTasks agentsInTasks)
    {
        _agentsInTasks = agentsInTasks;
        Timeline = new Timeline(agentsInTasks.Family.Horizon, agentsInTasks.Updates);
        Tasks = new LiveTasks(agentsInTasks.Family, agentsInTasks.Tasks, agentsInTasks.OptimalOf, agentsInTasks.Optimal);
        Start();
    }

    public AgentsInTasks AgentsInTasks => _agentsInTasks;

    public Timeline Timeline { get; }

    public LiveTasks Tasks { get; }

    public int Columns => _agentsInTasks.Agents.Count;

    public int Rows => (int)_agentsInTasks.Tasks.Count;

    /// <summary>The panel that sliders and insights are about.</summary>
    public (int Column, int Row) Selected { get; private set; }

    /// <summary>Whether the selected panel is all that is shown.</summary>
    public bool IsEnlarged { get; set; }

    /// <summary>What is laid over the scenes.</summary>
    public OverlayChoice Overlay { get; } = new();

    /// <summary>Whether some agent has not begun the round that is to be shown.</summary>
    public bool IsLearning => Array.Exists(_rounds, rounds => rounds.Count < Needed);

    /// <summary>What ended an agent before its last round; null as long as nothing has.</summary>
    public string? Failure => _threads.FirstOrDefault(thread => thread.Failure is not null) is { } failed
        ? $"{failed.Name}: {failed.Failure!.Message.ReplaceLineEndings(" ")}"
        : null;

    /// <summary>Rounds that all agents have begun, as many as may be shown.</summary>
    public int Begun => Math.Min(_rounds.Min(rounds => rounds.Count), Timeline.Last + 1);

    /// <summary>Steps that all agents have taken in a round.</summary>
    public int TakenIn(int round) => Taken(round).Taken;

    /// <summary>Time goes on.</summary>
    public void Update(double seconds)
    {
        _rounds = Array.ConvertAll(_threads, thread => thread.Rounds);
        Overlay.Offer(OverlaySource.Kinds(_agentsInTasks.Family, _rounds.Select(rounds => rounds.Count > 0 ? rounds[0] : null)));
        Timeline.Advance(seconds, Begun, Taken(Timeline.Round));
        _gate.AllowUntil(Timeline.Wanted);
    }

    /// <summary>One step forwards or backwards.</summary>
    public void Step(int steps) => Timeline.Step(steps, Taken(Timeline.Round) is (var taken, true) ? taken : Timeline.Horizon);

    /// <summary>Lets all agents learn once more, and shows what they do then.</summary>
    public void Adapt()
    {
        if (Timeline.Last == _agentsInTasks.Updates + MostMore)
        {
            return;
        }

        Timeline.GoTo(Timeline.Last, Timeline.Horizon);
        Timeline.Extend();
        Timeline.Play();
    }

    /// <summary>All agents forget what they have learnt in these tasks, which stay as they are.</summary>
    public void Restart()
    {
        Leave(null);
        Tasks.Forget();
        Timeline.Reset(_agentsInTasks.Updates);
        Start();
    }

    /// <summary>Gives a column the agent of another checkpoint, and starts anew.</summary>
    public void LoadCheckpoint(int column, long iteration)
    {
        Leave(_agentsInTasks.LoadCheckpoint(column, iteration));
        Tasks.Forget();
        Timeline.Reset(_agentsInTasks.Updates);
        Start();
    }

    /// <summary>Changes the selected task from the first step on that no agent may have taken yet, and goes there.</summary>
    public void Change(ParameterSlider slider, double value)
    {
        var front = _gate.Front;
        if (Timeline.Position < front)
        {
            var round = (int)Math.Clamp(front / Timeline.Horizon, 0, Math.Max(0, Begun - 1));
            var (taken, isOver) = Taken(round);
            Timeline.GoTo(round, isOver ? taken : (int)Math.Min(Timeline.Horizon, front - ((long)round * Timeline.Horizon)));
        }

        Tasks.Change(slider, Selected.Row, value, Timeline.Position);
        foreach (var thread in _threads)
        {
            thread.Family.Change(Tasks.Now, front);
        }
    }

    /// <summary>Makes a panel the one that sliders and insights are about.</summary>
    public void Select(int column, int row) => Selected = (Math.Clamp(column, 0, Columns - 1), Math.Clamp(row, 0, Rows - 1));

    /// <summary>The episode that a column plays in the watched round; null where it has not begun.</summary>
    public Episode? EpisodeOf(int column) => _rounds[column].ElementAtOrDefault(Timeline.Round);

    /// <summary>What the agent of a column thinks at this moment; null where it has not told.</summary>
    public SnapshotValues? SnapshotOf(int column) => EpisodeOf(column)?.Snapshots.At(Timeline.IsBetweenRounds ? int.MaxValue : Timeline.Time);

    /// <summary>One agent in one task at this moment; while it learns for this round, the end of the one before.</summary>
    public PanelView View(int column, int row)
    {
        var rounds = _rounds[column];
        var round = Math.Min(Timeline.Round, rounds.Count - 1);
        var time = round < Timeline.Round || Timeline.IsBetweenRounds ? int.MaxValue : Timeline.Time; // others may last longer than the first
        var position = round < Timeline.Round ? (long)(round + 1) * Timeline.Horizon : Timeline.Position;
        var returns = rounds.Take(round + 1).Select(episode => episode.MeanReturn(row, episode.Round < round ? int.MaxValue : time));
        return new PanelView(
            Tasks.SceneAt(position, row), round < 0 ? null : Moment(rounds, round, row, time), [.. returns],
            Tasks.OptimalAt(position, row), Running: round == Timeline.Round && !Timeline.IsBetweenRounds, Learning: rounds.Count < Needed);
    }

    /// <summary>Ends all agents, and waits for those who are learning.</summary>
    public void Dispose()
    {
        Leave(null);
        Task.WaitAll(_leaving);
        Tasks.Wait();
    }

    // Rounds that must have begun for what is to be shown next.
    private int Needed => Timeline.Round + (Timeline.IsBetweenRounds && !Timeline.IsAtEnd ? 2 : 1);

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
            Overlays = OverlaySource.Of(Overlay.Kind, _agentsInTasks.Family, rounds[round], row, time),
        };
    }

    // Steps that every agent has taken in a round, and whether nothing more can be seen in it.
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

    private void Start()
    {
        _gate = new StepGate();
        _threads =
        [
            .. Enumerable.Range(0, Columns).Select(column => _agentsInTasks.Start(column, _agentsInTasks.Updates + MostMore, _gate, Tasks.Now, asks: true)),
        ];
        _rounds = Array.ConvertAll(_threads, _ => (IReadOnlyList<Episode>)[]);
    }

    private void Leave(WatchedAgent? agent)
    {
        var leaving = _threads;
        _gate.Close();
        _leaving.RemoveAll(task => task.IsCompleted);
        _leaving.Add(Task.Run(() =>
        {
            Array.ForEach(leaving, thread => thread.Dispose());
            agent?.Dispose();
        }));
    }
}
