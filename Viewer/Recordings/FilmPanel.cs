using System.Numerics;
using MetaRL.Viewer.Drawing;

namespace MetaRL.Viewer.Recordings;

/// <summary>An agent in a task as a film shows it: the scene with the trails of earlier rounds, and a bar for the return of every round.</summary>
internal static class FilmPanel
{
    private const float MostBars = 0.35f; // of the height of the panel
    private const float Bar = 17;         // height of one with its gap
    private const float Numbers = 62;     // width of the column of returns
    private const float Words = 20;       // width of the column of rounds
    private const float Legible = 12;

    public static void Draw(Painter painter, Area area, Recording recording, RecordedAgent agent, int task, FilmMoment moment)
    {
        var round = Math.Min(moment.Round, agent.Rounds.Count - 1);
        var optimum = recording.Scale(task).Optimal is { } optimal ? $"optimum {recording.Text(optimal)}" : "";
        var title = recording.Agents.Count > 1 ? $"{agent.Name}, task {task + 1}" : $"task {task + 1}";
        var inner = PanelFrame.Draw(painter, area, title, optimum);
        var step = Math.Min(Bar, inner.Height * MostBars / agent.Rounds.Count);
        var scene = inner.Trim(bottom: (step * agent.Rounds.Count) + 6);
        var steps = round < moment.Round ? recording.Horizon : moment.Steps;
        recording.Scenes[task].Draw(painter, scene, agent.Moment(task, round, steps, withEarlier: true));
        for (var index = 0; index <= round; index++)
        {
            var line = new Area(inner.X, scene.Bottom + 6 + (index * step), inner.Width, step);
            DrawBar(painter, line, recording, agent, task, index, index < moment.Round ? 1 : moment.Pause);
        }

        if (moment.Pause is not null && round + 1 < agent.Rounds.Count)
        {
            DrawUpdating(painter, scene, agent.Updates ? "updating" : "next episode");
        }
    }

    // Nothing as long as the round goes on; then it grows in the first half of the pause.
    private static void DrawBar(
        Painter painter, Area line, Recording recording, RecordedAgent agent, int task, int round, double? pause)
    {
        var isLegible = line.Height >= Legible;
        var bar = line.Trim(left: isLegible ? Words : 0, top: line.Height * 0.25f, right: isLegible ? Numbers : 0, bottom: line.Height * 0.25f);
        var y = line.Y + ((line.Height - Legible) / 2);
        if (isLegible)
        {
            painter.Text($"{(agent.Updates ? round : round + 1)}", new Vector2(line.X, y), Theme.Faint, TextSize.Small);
        }

        if (pause is not { } share)
        {
            painter.Rectangle(bar, Theme.Raised, bar.Height / 2);
            return;
        }

        var value = agent.Return(task, round);
        ReturnGauge.Draw(painter, bar, recording.Scale(task), value, (float)Math.Min(1, 2 * share));
        if (isLegible)
        {
            painter.Text(recording.Text(value), new Vector2(line.Right, y), Theme.Ink, TextSize.Small, Align.Right);
        }
    }

    private static void DrawUpdating(Painter painter, Area scene, string words)
    {
        var half = (painter.TextWidth(words) / 2) + 14;
        var pill = Area.Around(new Vector2(scene.Centre.X, scene.Y + 18), half, 14);
        painter.Rectangle(pill, Theme.Action, 14);
        painter.Label(words, pill.Centre, Theme.Background, TextSize.Normal);
    }
}
