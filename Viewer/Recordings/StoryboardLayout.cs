using MetaRL.Configuration.Yaml;
using MetaRL.Viewer.Drawing;

namespace MetaRL.Viewer.Recordings;

/// <summary>
/// Where the panels of a storyboard are: for every agent a heading and a row a task, for every round a column.
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
    private const float SceneShape = 0.72f;  // height by width, where the height is free
    private const float MostScene = 260;     // height there

    private readonly Area _body;
    private readonly int _tasks;
    private readonly int _rounds;
    private readonly float _rowHeight;
    private readonly float _agentHeight;

    public StoryboardLayout(Area area, Recording recording)
    {
        _body = area.Inset(Margin).Trim(top: Header - Margin, bottom: Legend - (Margin / 2));
        (_tasks, _rounds) = (recording.Tasks, recording.Rounds);
        var agents = recording.Agents.Count;
        _agentHeight = (_body.Height - ((agents - 1) * AgentGap)) / agents;
        _rowHeight = (_agentHeight - Heading - ((_tasks - 1) * RowGap)) / _tasks;
        if (PanelWidth < LeastPanel || _rowHeight < LeastPanel)
        {
            var width = Width(LeastPanel, _rounds);
            var height = Height(LeastPanel, agents, _tasks);
            throw new ConfigurationException(
                $"{agents} × {_tasks} rows of {_rounds} rounds need a picture of at least {width:0} × {height:0} units,"
                + $" but it has {area.Width:0} × {area.Height:0}; give a larger --size, or fewer --tasks or --rounds.");
        }
    }

    private float PanelWidth => (_body.Width - Label - ((_rounds - 1) * Gap)) / _rounds;

    /// <summary>A size at which everything is seen well, in units.</summary>
    public static (float Width, float Height) Comfortable(Recording recording)
    {
        const float UsualWidth = 1280;
        const float NarrowPanel = 160;
        var width = Math.Max(UsualWidth, Width(NarrowPanel, recording.Rounds));
        var panel = (width - Width(0, recording.Rounds)) / recording.Rounds;
        return (
            width,
            MathF.Ceiling(
                Height(
                    Math.Min(MostScene, panel * SceneShape) + StoryboardPanel.Footer, recording.Agents.Count,
                    recording.Tasks)));
    }

    /// <summary>The line above an agent's rows, over all columns.</summary>
    public Area HeadingOf(int agent) =>
        new(_body.X, _body.Y + (agent * (_agentHeight + AgentGap)), _body.Width, Heading);

    /// <summary>The words before a row.</summary>
    public Area LabelOf(int agent, int task) => Row(agent, task) with { Width = Label };

    public Area Panel(int agent, int task, int round) =>
        Row(agent, task) with { X = _body.X + Label + (round * (PanelWidth + Gap)), Width = PanelWidth };

    /// <summary>The gap before a round's panel.</summary>
    public Area Before(int agent, int task, int round)
    {
        var panel = Panel(agent, task, round);
        return panel with { X = panel.X - Gap, Width = Gap };
    }

    private static float Width(float panel, int rounds) =>
        (2 * Margin) + Label + (rounds * panel) + ((rounds - 1) * Gap);

    private static float Height(float row, int agents, int tasks) =>
        Header + Legend + (Margin / 2) + (agents * (Heading + (tasks * row) + ((tasks - 1) * RowGap)))
            + ((agents - 1) * AgentGap);

    private Area Row(int agent, int task)
    {
        var top = HeadingOf(agent).Bottom + (task * (_rowHeight + RowGap));
        return new Area(_body.X, top, _body.Width, _rowHeight);
    }
}
