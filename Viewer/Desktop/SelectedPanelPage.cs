using System.Numerics;
using MetaRL.Environments.Tasks;
using MetaRL.Viewer.Drawing;
using MetaRL.Viewer.Playback;
using MetaRL.Viewer.Scenes;
using MetaRL.Viewer.Watching;

namespace MetaRL.Viewer.Desktop;

/// <summary>
/// Plots of the selected panel: state and actions over time, a phase plot of the first two state variables, and the
/// change of each layer's weights by the last update; above them the choice of overlay.
/// </summary>
internal sealed class SelectedPanelPage(ViewSession session)
{
    private const int MostTraces = 4;
    private const int MostAge = 1; // the round before, to compare with
    private const float TraceHeight = 62, StripHeight = 40, Head = 18;

    /// <summary>The choice of overlay.</summary>
    public OverlayButtons Overlay { get; } = new(session.Overlay);

    public void Draw(Painter painter, Area area, Pointer pointer)
    {
        var (column, row) = session.Selected;
        painter.Text($"{session.Setup.NameOf(column)} · task {row + 1}", new Vector2(area.X, area.Y), Theme.Ink);
        Overlay.Draw(painter, area.Trim(top: 26), pointer);
        var body = area.Trim(top: 26 + (session.Overlay.Kinds.Count > 1 ? OverlayButtons.Height + 10 : 0));
        var view = session.View(column, row);
        if (view.Moment is not { } moment || session.EpisodeOf(column) is not { } episode)
        {
            return;
        }

        if (session.SnapshotOf(column) is { } snapshot)
        {
            var height = UpdateBars.Height(snapshot.LastUpdate);
            UpdateBars.Draw(
                painter, body.Trim(top: body.Height - height), snapshot.LastUpdate, row, session.Timeline.Round);
            body = body.Trim(bottom: height + 8);
        }

        DrawTime(painter, body, moment, episode, row);
    }

    private void DrawTime(Painter painter, Area body, SceneMoment moment, Episode episode, int row)
    {
        var names = session.Setup.Family.StateNames;
        var traces = Math.Min(names.Count, MostTraces);
        var height = Math.Min(TraceHeight, (body.Height - StripHeight - Head) / (traces + (names.Count > 1 ? 2 : 0)));
        for (var index = 0; index < traces; index++)
        {
            DrawTrace(
                painter, body.Trim(top: index * height) with { Height = height - 4 }, moment, names[index], index);
        }

        var strip = body.Trim(top: traces * height) with { Height = StripHeight };
        painter.Text("action", new Vector2(strip.X, strip.Y), Theme.Faint, TextSize.Small);
        double[][] actions =
        [
            .. Enumerable.Range(1, moment.Time).Select(time => episode.Moment(row, env: 0, time).Action),
        ];
        DrawActions(painter, strip.Trim(top: 15), actions);
        var rest = body.Trim(top: (traces * height) + StripHeight + 8);
        if (names.Count > 1 && rest.Height > 60)
        {
            DrawPhase(painter, rest, moment, names);
        }
    }

    private void DrawTrace(Painter painter, Area area, SceneMoment moment, string name, int index)
    {
        painter.Text(name, new Vector2(area.X, area.Y), Theme.Faint, TextSize.Small);
        painter.Text(
            Caption.Number(moment.State[index]), new Vector2(area.Right, area.Y), Theme.Ink, TextSize.Small,
            Align.Right);
        var plot = area.Trim(top: 15);
        painter.Rectangle(plot, Theme.Background, 3);
        var all = moment.Trails.Where(trail => trail.Age <= MostAge).ToArray();
        var (low, high) = Range(all, index);
        foreach (var trail in all.OrderByDescending(trail => trail.Age))
        {
            var color = SceneSymbols.TrailColor(trail.Age, Theme.Panel);
            Vector2[] points =
            [
                .. trail.States.Select((state, time) => new Vector2(
                    plot.X + (plot.Width * time / session.Timeline.Horizon),
                    plot.Bottom - 3 - ((float)((state[index] - low) / (high - low)) * (plot.Height - 6)))),
            ];
            painter.Polyline(points, 1.5f, color, color);
        }
    }

    // Discrete actions as coloured cells, continuous ones as lines.
    private void DrawActions(Painter painter, Area area, double[][] actions)
    {
        painter.Rectangle(area, Theme.Background, 3);
        var width = area.Width / session.Timeline.Horizon;
        if (session.Setup.Family.Actions is Discrete)
        {
            for (var time = 0; time < actions.Length; time++)
            {
                painter.Rectangle(
                    new Area(area.X + (time * width), area.Y, Math.Max(1, width - (width > 4 ? 1 : 0)), area.Height),
                    Theme.Series((int)actions[time][0]), width > 4 ? 2 : 0);
            }

            return;
        }

        var most = actions.SelectMany(action => action).Select(Math.Abs).DefaultIfEmpty(0).Max() + 1e-9;
        for (var index = 0; index < (actions.Length == 0 ? 0 : actions[0].Length); index++)
        {
            Vector2[] points =
            [
                .. actions.Select((action, time) => new Vector2(
                    area.X + (time * width), area.Centre.Y - ((float)(action[index] / most) * (area.Height / 2)))),
            ];
            var color = index == 0 ? Theme.Action : Theme.Series(index + 1);
            painter.Polyline(points, 1.2f, color, color);
        }
    }

    private static void DrawPhase(Painter painter, Area area, SceneMoment moment, IReadOnlyList<string> names)
    {
        painter.Text($"{names[1]} against {names[0]}", new Vector2(area.X, area.Y), Theme.Faint, TextSize.Small);
        var plot = area.Trim(top: Head);
        painter.Rectangle(plot, Theme.Background, 3);
        var all = moment.Trails.Where(trail => trail.Age <= MostAge).ToArray();
        var ((left, right), (low, high)) = (Range(all, 0), Range(all, 1));
        Vector2 Place(double[] state) => new(
            plot.X + 6 + ((float)((state[0] - left) / (right - left)) * (plot.Width - 12)),
            plot.Bottom - 6 - ((float)((state[1] - low) / (high - low)) * (plot.Height - 12)));
        painter.Clip(plot, () =>
        {
            SceneSymbols.Trails(painter, moment with { Trails = all }, Theme.Background, Place);
            painter.Circle(Place(moment.State), 4, Theme.Agent);
        });
    }

    private static (double Low, double High) Range(IReadOnlyList<Trail> trails, int index)
    {
        var values = trails.SelectMany(trail => trail.States).Select(state => state[index]).DefaultIfEmpty(0).ToArray();
        var (low, high) = (values.Min(), values.Max());
        return high - low > 1e-9 ? (low, high) : (low - 1, high + 1);
    }
}
