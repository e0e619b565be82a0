using System.Globalization;
using System.Numerics;
using MetaRL.Agents.Adaptation;
using MetaRL.Viewer.Drawing;

namespace MetaRL.Viewer.Desktop;

/// <summary>
/// Relative change of each layer's weights by the last update of a task, one bar a layer, scaled to the largest change.
/// </summary>
internal static class UpdateBars
{
    private const float Head = 18, Line = 15, NameShare = 0.42f, Number = 48;
    private const int MostLayers = 8;

    /// <summary>Height of what is drawn.</summary>
    public static float Height(IReadOnlyList<WeightChange> update) =>
        Head + (Line * Math.Clamp(update.Count, 1, MostLayers));

    /// <summary>Area of a layer's bar at full length.</summary>
    public static Area Bar(Area area, int layer) =>
        new Area(area.X, area.Y + Head + (layer * Line), area.Width, Line)
            .Trim(left: area.Width * NameShare, top: 3, right: Number, bottom: 4);

    /// <param name="painter">Draws it.</param>
    /// <param name="area">As high as <see cref="Height"/>.</param>
    /// <param name="update">Of all tasks.</param>
    /// <param name="task">Which of them.</param>
    /// <param name="round">That follows the update.</param>
    public static void Draw(Painter painter, Area area, IReadOnlyList<WeightChange> update, int task, int round)
    {
        painter.Text("change of weights by the last update", new Vector2(area.X, area.Y), Theme.Faint, TextSize.Small);
        if (update.Count == 0)
        {
            var words = round == 0 ? "there was none yet" : "nothing changed: it remembers, or does not learn";
            painter.Text(words, new Vector2(area.X, area.Y + Head - 2), Theme.Ink, TextSize.Small);
            return;
        }

        var most = update.Max(change => change.Relative[task]);
        foreach (var (index, change) in update.Take(MostLayers).Index())
        {
            var (bar, y, relative) = (Bar(area, index), area.Y + Head + (index * Line), change.Relative[task]);
            painter.Clip(area with { Width = (area.Width * NameShare) - 6 }, () =>
                painter.Text(change.Layer, new Vector2(area.X, y), Theme.Ink, TextSize.Small));
            painter.Rectangle(bar, Theme.Background, 2);
            painter.Rectangle(
                bar with { Width = bar.Width * (float)(relative / Math.Max(most, double.Epsilon)) }, Theme.Agent, 2);
            painter.Text(
                (relative * 100).ToString(relative < 0.1 ? "0.0 '%'" : "0 '%'", CultureInfo.InvariantCulture),
                new Vector2(area.Right, y), Theme.Ink, TextSize.Small, Align.Right);
        }
    }
}
