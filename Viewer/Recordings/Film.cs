using System.Numerics;
using MetaRL.Configuration.Yaml;
using MetaRL.Viewer.Drawing;
using MetaRL.Viewer.Scenes;

namespace MetaRL.Viewer.Recordings;

/// <summary>
/// Agents adapting, frame by frame: a column an agent and a row a task, or the tasks side by side where there is one
/// agent.
/// </summary>
public sealed class Film
{
    private const float Margin = 16;
    private const float Header = 56;
    private const float Timeline = 46;
    private const float Gap = 10;
    private const float LeastCell = 130; // width and height below which nothing can be seen

    private readonly Recording _recording;
    private readonly FilmSchedule _schedule;
    private readonly int _columns;
    private readonly int _rows;

    /// <param name="recording">What happened.</param>
    /// <param name="width">Of a frame, in units of drawing.</param>
    /// <param name="height">Of a frame.</param>
    /// <param name="framesPerSecond">Of the film.</param>
    /// <param name="speed">1 for four seconds a round.</param>
    /// <exception cref="ConfigurationException">There is too little room for so many agents and tasks.</exception>
    public Film(Recording recording, float width, float height, int framesPerSecond, double speed)
    {
        _recording = recording;
        _schedule = new FilmSchedule(recording.Horizon, recording.Rounds, framesPerSecond, speed);
        var body = Body(new Area(0, 0, width, height));
        (_columns, _rows) = recording.Agents.Count > 1
            ? (recording.Agents.Count, recording.Tasks)
            : Grid(recording.Tasks, body.Width / Math.Max(1, body.Height));
        var cell = body.Cell(0, 0, _columns, _rows, Gap);
        if (cell.Width < LeastCell || cell.Height < LeastCell)
        {
            throw new ConfigurationException(
                $"{_columns} × {_rows} scenes need frames of at least {Needed(_columns) + (2 * Margin):0} ×"
                + $" {Needed(_rows) + Header + Timeline:0} units,"
                + $" but they have {width:0} × {height:0}; give a larger --size, or fewer --tasks.");
        }
    }

    public int Frames => _schedule.Frames;

    /// <summary>One frame, from 0.</summary>
    public void Draw(Painter painter, int frame)
    {
        var moment = _schedule.At(frame);
        DrawHeader(painter, moment);
        var body = Body(painter.Area);
        foreach (var (index, agent) in _recording.Agents.Index())
        {
            for (var task = 0; task < _recording.Tasks; task++)
            {
                var (column, row) = _recording.Agents.Count > 1 ? (index, task) : (task % _columns, task / _columns);
                FilmPanel.Draw(painter, body.Cell(column, row, _columns, _rows, Gap), _recording, agent, task, moment);
            }
        }

        DrawTimeline(painter, moment);
    }

    private static Area Body(Area frame) => frame.Trim(left: Margin, top: Header, right: Margin, bottom: Timeline);

    private static float Needed(int cells) => (cells * LeastCell) + ((cells - 1) * Gap);

    // Cells as near to squares as can be.
    private static (int Columns, int Rows) Grid(int count, float shape)
    {
        var columns = Math.Clamp((int)Math.Round(Math.Sqrt(count * shape)), 1, count);
        return (columns, (count + columns - 1) / columns);
    }

    private void DrawHeader(Painter painter, FilmMoment moment)
    {
        Heading.Draw(painter, _recording, Margin);
        var steps = $"step {moment.Steps} of {_recording.Horizon}";
        painter.Text(steps, new Vector2(painter.Area.Right - Margin, 37), Theme.Faint, TextSize.Small, Align.Right);
    }

    // A bar a round, filled as it goes on.
    private void DrawTimeline(Painter painter, FilmMoment moment)
    {
        var line = painter.Area.Trim(left: Margin, top: painter.Area.Height - Timeline + 12, right: Margin);
        var longest = _recording.Agents.MaxBy(agent => agent.Rounds.Count)!;
        for (var round = 0; round < _recording.Rounds; round++)
        {
            var slot = line.Cell(round, 0, _recording.Rounds, 1, 12);
            var bar = slot with { Height = 6 };
            painter.Rectangle(bar, Theme.Raised, 3);
            var share = round < moment.Round ? 1 : round > moment.Round ? 0 : (float)moment.Steps / _recording.Horizon;
            painter.Rectangle(bar with { Width = bar.Width * share }, Theme.Agent, 3);
            var color = round == moment.Round ? Theme.Ink : Theme.Faint;
            painter.Text(
                RoundText.Name(longest.UpdatesWeights, round), new Vector2(slot.Centre.X, bar.Bottom + 5), color,
                TextSize.Small, Align.Middle);
        }
    }
}
