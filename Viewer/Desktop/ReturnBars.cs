using System.Globalization;
using System.Numerics;
using MetaRL.Viewer.Drawing;
using MetaRL.Viewer.Scenes;
using MetaRL.Viewer.Watching;

namespace MetaRL.Viewer.Desktop;

/// <summary>The return of each round as a bar, and the optimal return as a line.</summary>
/// <remarks>
/// Returns have no natural zero: all panels of a task share a scale from the worst return among them to the best. The
/// return so far of the current round is drawn paler, since it cannot be compared with that of a whole round.
/// </remarks>
internal static class ReturnBars
{
    private const float Foot = 18;     // for the numbers of the rounds
    private const float Widest = 26, Thinnest = 5, Gap = 3;
    private const float LeastShare = 0.04f; // so that the worst round can be seen as well

    /// <summary>The worst and the best return of a task.</summary>
    public static (double Low, double High) Scale(IReadOnlyList<PanelView> views)
    {
        double[] all =
        [
            .. views.SelectMany(view => view.Comparable), .. views.Select(view => view.Optimal).OfType<double>(),
        ];
        return all.Length == 0 ? (0, 1) : (all.Min(), Math.Max(all.Max(), all.Min() + 1e-9));
    }

    public static void Draw(Painter painter, Area area, PanelView view, (double Low, double High) scale)
    {
        var body = area.Trim(top: 6, bottom: Foot);
        var most = Math.Max(1, (int)((body.Width + Gap) / (Thinnest + Gap)));
        var first = Math.Max(0, view.Returns.Count - most);
        var shown = view.Returns.Count - first;
        var width = Math.Min(Widest, ((body.Width + Gap) / Math.Max(shown, 3)) - Gap);
        painter.Line(new Vector2(body.X, body.Bottom + 1), new Vector2(body.Right, body.Bottom + 1), 1, Theme.Border);
        for (var index = 0; index < shown; index++)
        {
            var round = first + index;
            var height = Math.Max(LeastShare, Share(view.Returns[round], scale)) * body.Height;
            var x = body.X + (index * (width + Gap));
            var isNow = round == view.Returns.Count - 1;
            var color = isNow
                ? Theme.Panel.Mix(Theme.Agent, view.Running ? 0.4f : 1)
                : Theme.Panel.Mix(Theme.Trail, 0.65f);
            painter.Rectangle(new Area(x, body.Bottom - height, width, height), color, 2);
            if (width >= 9)
            {
                painter.Text(
                    round.ToString(CultureInfo.InvariantCulture), new Vector2(x + (width / 2), body.Bottom + 4),
                    isNow ? Theme.Ink : Theme.Faint, TextSize.Small, Align.Middle);
            }
        }

        DrawOptimum(painter, body, view.Optimal, scale);
    }

    private static void DrawOptimum(Painter painter, Area body, double? optimal, (double Low, double High) scale)
    {
        if (optimal is not { } best)
        {
            return;
        }

        var y = body.Bottom - (Share(best, scale) * body.Height);
        painter.Dashes(new Vector2(body.X, y), new Vector2(body.Right, y), 1.5f, Theme.Goal, 4);
        if (body is { Width: >= 60, Height: > 60 })
        {
            painter.Text(
                $"best {Caption.Number(best)}", new Vector2(body.Right, y + 3), Theme.Goal, TextSize.Small,
                Align.Right);
        }
    }

    private static float Share(double value, (double Low, double High) scale) =>
        (float)Math.Clamp((value - scale.Low) / (scale.High - scale.Low), 0, 1);
}
