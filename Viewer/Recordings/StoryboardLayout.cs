using MetaRL.Configuration.Yaml;
using MetaRL.Viewer.Drawing;

namespace MetaRL.Viewer.Recordings;

/// <summary>
/// Where the panels of a storyboard are: for every agent a heading and a row a task, for every round a column; of many
/// rounds a row has several lines.
/// </summary>
internal sealed class StoryboardLayout
{
    /// <summary>Width of the first column, which names agents and tasks.</summary>
    public const float Label = 104;

    public const float Margin = 20;

    private const float Header = 60;
    private const float Legend = 26;
    private const float Heading = 30;
    private const float RowGap = 10;
    private const float AgentGap = 14;
    private const float Gap = 58;            // between columns, for an arrow with a word
    private const float LeastPanel = 110;    // width and height below which nothing can be seen
    private const float NarrowPanel = 160;   // width from which a panel is seen well
    private const float UsualWidth = 1280;
    private const float LineHeading = 22;    // above each line where a row has several
    private const float SceneShape = 0.72f;  // height by width, where the height is free
    private const float MostScene = 260;     // height there

    private readonly Area _body;
    private readonly int _columns;
    private readonly int _lines;
    private readonly float _panelHeight;
    private readonly float _lineHeight; // with its heading, and the gap below
    private readonly float _taskHeight;
    private readonly float _agentHeight;

    public StoryboardLayout(Area area, Recording recording)
    {
        _body = area.Inset(Margin).Trim(top: Header - Margin, bottom: Legend - (Margin / 2));
        var (agents, tasks, rounds) = (recording.Agents.Count, recording.Tasks, recording.Rounds);
        _lines = Lines(area.Width, NarrowPanel, rounds);
        if (Height(LeastPanel, agents, tasks, _lines) > area.Height)
        {
            _lines = Lines(area.Width, LeastPanel, rounds);
        }

        _columns = Columns(rounds, _lines);
        _agentHeight = (_body.Height - ((agents - 1) * AgentGap)) / agents;
        _taskHeight = (_agentHeight - Heading + RowGap) / tasks;
        _lineHeight = _taskHeight / _lines;
        _panelHeight = _lineHeight - RowGap - (_lines > 1 ? LineHeading : 0);
        var (width, height) = (Width(LeastPanel, _columns), Height(LeastPanel, agents, tasks, _lines));
        if (width > area.Width || height > area.Height)
        {
            throw new ConfigurationException(
                $"{agents} × {tasks} rows of {rounds} rounds need a picture of at least {width:0} × {height:0} units,"
                + $" but it has {area.Width:0} × {area.Height:0}; give a larger --size, or fewer --tasks or --rounds.");
        }
    }

    /// <summary>Whether a row has several lines, each with a heading of its own.</summary>
    public bool HasLines => _lines > 1;

    private float PanelWidth => (_body.Width - Label - ((_columns - 1) * Gap)) / _columns;

    /// <summary>A size at which everything is seen well, in units.</summary>
    public static (float Width, float Height) Comfortable(Recording recording)
    {
        var lines = Lines(UsualWidth, NarrowPanel, recording.Rounds);
        var columns = Columns(recording.Rounds, lines);
        var panel = (UsualWidth - Width(0, columns)) / columns;
        return (
            UsualWidth,
            MathF.Ceiling(
                Height(
                    Math.Min(MostScene, panel * SceneShape) + StoryboardPanel.Footer, recording.Agents.Count,
                    recording.Tasks, lines)));
    }

    /// <summary>The line above an agent's rows, over all columns.</summary>
    public Area HeadingOf(int agent) =>
        new(_body.X, _body.Y + (agent * (_agentHeight + AgentGap)), _body.Width, Heading);

    /// <summary>The words before a row.</summary>
    public Area LabelOf(int agent, int task) => Row(agent, task) with { Width = Label };

    public Area Panel(int agent, int task, int round)
    {
        var row = Row(agent, task);
        return new Area(
            _body.X + Label + (round % _columns * (PanelWidth + Gap)),
            row.Y + (round / _columns * _lineHeight) + (HasLines ? LineHeading : 0), PanelWidth, _panelHeight);
    }

    /// <summary>What names a round: in an agent's heading, or above the panel where a row has lines.</summary>
    public Area NameOf(int agent, int task, int round)
    {
        var panel = Panel(agent, task, round);
        return HasLines
            ? panel with { Y = panel.Y - LineHeading, Height = LineHeading }
            : HeadingOf(agent) with { X = panel.X, Width = panel.Width };
    }

    /// <summary>The gap before a round's panel.</summary>
    public Area Before(int agent, int task, int round)
    {
        var panel = Panel(agent, task, round);
        return panel with { X = panel.X - Gap, Width = Gap };
    }

    // As few as leave panels of a width.
    private static int Lines(float width, float panel, int rounds)
    {
        var most = Math.Max(1, (int)((width - Width(0, 0)) / (panel + Gap)));
        return (rounds + most - 1) / most;
    }

    private static int Columns(int rounds, int lines) => (rounds + lines - 1) / lines;

    private static float Width(float panel, int columns) =>
        (2 * Margin) + Label + (columns * panel) + ((columns - 1) * Gap);

    private static float Height(float panel, int agents, int tasks, int lines)
    {
        var line = panel + (lines > 1 ? LineHeading : 0) + RowGap;
        return Header + Legend + (Margin / 2) + (agents * (Heading + (tasks * lines * line) - RowGap))
            + ((agents - 1) * AgentGap);
    }

    private Area Row(int agent, int task) => new(
        _body.X, HeadingOf(agent).Bottom + (task * _taskHeight), _body.Width, _taskHeight - RowGap);
}
