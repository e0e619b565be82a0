using System.Numerics;
using MetaRL.Viewer.Drawing;
using MetaRL.Viewer.Scenes;
using MetaRL.Viewer.Watching;

namespace MetaRL.Viewer.Desktop;

/// <summary>All panels: a row for each task, a column for each agent; or the selected one alone.</summary>
internal sealed class TaskWall(Show show)
{
    private const float Gap = 8;
    private const float Corner = 8;

    /// <summary>The panel of an agent in a task.</summary>
    public Area Panel(Area wall, int column, int row) =>
        show.IsEnlarged ? wall : wall.Cell(column, row, show.Columns, show.Rows, Gap);

    public void Draw(Painter painter, Area wall, Pointer pointer)
    {
        var (selectedColumn, selectedRow) = show.Selected;
        for (var row = 0; row < show.Rows; row++)
        {
            var views = Enumerable.Range(0, show.Columns).Select(column => show.View(column, row)).ToArray();
            var scale = ReturnBars.Scale(views);
            for (var column = 0; column < show.Columns; column++)
            {
                var isSelected = column == selectedColumn && row == selectedRow;
                if (show.IsEnlarged && !isSelected)
                {
                    continue;
                }

                var panel = Panel(wall, column, row);
                Draw(painter, panel, views[column], scale, $"{show.Stage.NameOf(column)} · task {row + 1}", isSelected && !show.IsEnlarged);
                if (pointer.IsClicked && !show.IsEnlarged && panel.Contains(pointer.Position))
                {
                    show.IsEnlarged = isSelected;
                    show.Select(column, row);
                }
            }
        }
    }

    private static void Draw(
        Painter painter, Area panel, PanelView view, (double Low, double High) scale, string title, bool isSelected)
    {
        var numbers = view.Returns.Count > 0 ? $"return {Caption.Number(view.Returns[^1])}" : "";
        var body = PanelFrame.Draw(painter, panel, title, numbers);
        if (isSelected)
        {
            painter.Outline(panel, Theme.Agent, 2, Corner);
        }

        var bars = Math.Clamp(body.Width * 0.2f, 30, 120);
        var scene = body.Trim(right: bars + Gap);
        ReturnBars.Draw(painter, body.Trim(left: body.Width - bars), view, scale);
        if (view.Moment is { } moment && scene is { Width: > 0, Height: > 0 })
        {
            view.Scene.Draw(painter, scene, moment);
        }

        if (view.Learning)
        {
            Chip(painter, new Vector2(scene.Centre.X, scene.Y + 12), "updating");
        }
    }

    private static void Chip(Painter painter, Vector2 centre, string text)
    {
        var half = (painter.TextWidth(text, TextSize.Small) / 2) + 9;
        painter.Clip(Area.Around(centre, half, 10), () =>
        {
            painter.Rectangle(Area.Around(centre, half, 10), Theme.Action, 10);
            painter.Label(text, centre, Theme.Background);
        });
    }
}
