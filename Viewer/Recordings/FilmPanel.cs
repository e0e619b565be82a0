using System.Numerics;
using MetaRL.Viewer.Drawing;
using MetaRL.Viewer.Scenes;

namespace MetaRL.Viewer.Recordings;

/// <summary>
/// An agent in a task as a film shows it: the scene with the trails of earlier rounds, and a bar for the return of
/// every round.
/// </summary>
internal static class FilmPanel
{
    private const float Wide = 1.4f;      // width by height from which the bars are beside the scene
    private const float BarsShare = 0.4f; // of the panel, at most
    private const float MostBeside = 280; // width of the bars beside the scene
    private const float Bar = 17;         // height of one with its gap
    private const float Gap = 6;          // between scene and bars
    private const float ReturnColumn = 62;     // width of the column of returns
    private const float RoundColumn = 20;       // width of the column of rounds
    private const float Legible = 12;

    public static void Draw(
        Painter painter, Area area, Recording recording, RecordedAgent agent, int task, FilmMoment moment)
    {
        var round = Math.Min(moment.Round, agent.Rounds.Count - 1);
        var isUpdating = moment.Pause is not null && moment.Round + 1 < agent.Rounds.Count;
        var optimum = !isUpdating && recording.Scale(task).Optimal is { } optimal
            ? $"optimum {recording.Text(optimal)}"
            : "";
        var inner = PanelFrame.Draw(
            painter, area, recording.Agents.Count > 1 ? $"{agent.Name}, task {task + 1}" : $"task {task + 1}", optimum);
        var (scene, bars) = Split(inner, agent.Rounds.Count);
        var steps = round < moment.Round ? recording.Horizon : moment.Steps;
        var shown = recording.Moment(agent, task, round, steps, withEarlier: true);
        recording.Scenes[task].Draw(painter, AgentOverlay.Draw(painter, scene, shown.Overlay), shown);
        for (var index = 0; index < agent.Rounds.Count; index++)
        {
            var grown = index < moment.Round ? 1 : index == moment.Round ? moment.Pause : null;
            DrawBar(painter, bars.Cell(0, index, 1, agent.Rounds.Count), recording, agent, task, index, grown);
        }

        if (isUpdating)
        {
            DrawUpdating(painter, inner, agent.UpdatesWeights ? "updating" : "next episode");
        }
    }

    private static (Area Scene, Area Bars) Split(Area inner, int rounds)
    {
        if (inner.Width > Wide * inner.Height)
        {
            var width = Math.Min(MostBeside, inner.Width * BarsShare);
            var beside = inner.Trim(left: inner.Width - width);
            return (
                inner.Trim(right: width + (2 * Gap)),
                beside with { Height = Math.Min(beside.Height, 2 * Bar * rounds) });
        }

        var height = Math.Min(Bar * rounds, inner.Height * BarsShare);
        return (inner.Trim(bottom: height + Gap), inner.Trim(top: inner.Height - height));
    }

    // Empty as long as the round goes on; then it grows in the first half of the pause.
    private static void DrawBar(
        Painter painter, Area line, Recording recording, RecordedAgent agent, int task, int round, double? pause)
    {
        var isLegible = line.Height >= Legible;
        var thickness = Math.Min(line.Height * 0.6f, Bar / 2);
        var bar = line.Trim(left: isLegible ? RoundColumn : 0, right: isLegible ? ReturnColumn : 0) with
        {
            Y = line.Centre.Y - (thickness / 2),
            Height = thickness,
        };
        var y = line.Centre.Y - (Legible / 2);
        if (isLegible)
        {
            painter.Text(
                $"{(agent.UpdatesWeights ? round : round + 1)}", new Vector2(line.X, y), Theme.Faint, TextSize.Small);
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

    // At the right end of the title's line.
    private static void DrawUpdating(Painter painter, Area inner, string words)
    {
        var half = (painter.TextWidth(words, TextSize.Small) / 2) + 10;
        var pill = Area.Around(new Vector2(inner.Right - half, inner.Y - 12), half, 9);
        painter.Rectangle(pill, Theme.Action, 9);
        painter.Label(words, pill.Centre, Theme.Background);
    }
}
