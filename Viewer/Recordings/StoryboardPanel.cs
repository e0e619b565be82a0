using System.Numerics;
using MetaRL.Viewer.Drawing;

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
        recording.Scenes[task].Draw(painter, scene, agent.Moment(task, round, recording.Horizon, withEarlier: false));
        var value = agent.Return(task, round);
        var top = scene.Bottom + 4;
        painter.Text(recording.Text(value), new Vector2(inner.X, top), Theme.Ink, TextSize.Large);
        var after = inner.X + painter.TextWidth(recording.Text(value), TextSize.Large) + 8;
        painter.Text("return", new Vector2(after, top + 8), Theme.Faint, TextSize.Small);
        if (round > 0)
        {
            var gain = recording.GainText(value - agent.Return(task, 0));
            var color = gain.StartsWith('−') ? Theme.Danger : Theme.Reward;
            painter.Text(gain, new Vector2(inner.Right, top + 5), color, TextSize.Normal, Align.Right);
        }

        ReturnGauge.Draw(painter, new Area(inner.X, inner.Bottom - Gauge, inner.Width, Gauge), recording.Scale(task), value);
    }
}
