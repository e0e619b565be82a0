using System.Numerics;
using MetaRL.Viewer.Drawing;
using MetaRL.Viewer.Scenes;

namespace MetaRL.Viewer.Recordings;

/// <summary>The end of one round of an agent in a task: the scene with all trails, and the return below it.</summary>
internal static class StoryboardPanel
{
    /// <summary>Height below the scene.</summary>
    public const float Footer = 58;

    private const float Gauge = 8;

    public static void Draw(Painter painter, Area area, Recording recording, RecordedAgent agent, int task, int round)
    {
        var inner = PanelFrame.Draw(painter, area, "");
        var scene = inner.Trim(bottom: Footer - 10);
        var end = recording.Moment(agent, task, round, recording.Horizon, withEarlier: false);
        // Of the last step, which says nothing of the round
        recording.Scenes[task].Draw(
            painter, AgentOverlay.Draw(painter, scene, end.Overlay), end with { Action = [], Reward = null });
        var value = agent.Return(task, round);
        DrawNumbers(
            painter, inner with { Y = scene.Bottom + 4 }, recording, value,
            round > 0 ? value - agent.Return(task, 0) : null);
        ReturnGauge.Draw(
            painter, new Area(inner.X, inner.Bottom - Gauge, inner.Width, Gauge), recording.Scale(task), value);
    }

    private static void DrawNumbers(Painter painter, Area line, Recording recording, double value, double? gained)
    {
        var (number, gain) = (recording.Text(value), gained is { } more ? recording.GainText(more) : "");
        painter.Text(number, new Vector2(line.X, line.Y), Theme.Ink, TextSize.Large);
        var color = !gain.AsSpan().ContainsAnyInRange('1', '9') ? Theme.Faint
            : gain.StartsWith('−') ? Theme.Danger
            : Theme.Reward;
        painter.Text(gain, new Vector2(line.Right, line.Y + 5), color, TextSize.Normal, Align.Right);
        var after = line.X + painter.TextWidth(number, TextSize.Large) + 8;
        if (after + painter.TextWidth("return", TextSize.Small) + 8 <= line.Right - painter.TextWidth(gain))
        {
            painter.Text("return", new Vector2(after, line.Y + 8), Theme.Faint, TextSize.Small);
        }
    }
}
