using System.Numerics;

namespace MetaRL.Viewer.Drawing;

/// <summary>The card that a scene is drawn on: rounded, with a title and a line of numbers.</summary>
public static class PanelFrame
{
    private const float Padding = 10;
    private const float Corner = 8;

    /// <returns>Where the scene goes.</returns>
    public static Area Draw(Painter painter, Area area, string title, string numbers = "")
    {
        painter.Rectangle(area, Theme.Panel, Corner);
        painter.Outline(area, Theme.Border, 1, Corner);
        if (title.Length == 0)
        {
            return area.Inset(Padding);
        }

        var top = area.Y + Padding - 2;
        painter.Text(title, new Vector2(area.X + Padding, top), Theme.Ink);
        painter.Text(numbers, new Vector2(area.Right - Padding, top + 2), Theme.Faint, TextSize.Small, Align.Right);
        return area.Inset(Padding).Trim(top: painter.LineHeight() + 4);
    }
}
