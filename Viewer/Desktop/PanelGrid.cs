using System.Numerics;
using MetaRL.Viewer.Drawing;
using MetaRL.Viewer.Scenes;
using MetaRL.Viewer.Watching;

namespace MetaRL.Viewer.Desktop;

/// <summary>All panels: a row for each task, a column for each agent; or the selected one alone.</summary>
/// <remarks>Where rows would be flat, several tasks share a row.</remarks>
internal sealed class PanelGrid(ViewSession session)
{
    private const float Gap = 8;
    private const float Corner = 8;
    private const float Shape = 1.3f;                            // width by height at which a panel is used best
    private const float LeastForBars = 110, LeastHeight = 60;    // of what is below a title

    /// <summary>The panel of an agent in a task.</summary>
    public Area Panel(Area area, int column, int row) =>
        session.IsEnlarged ? area : Cell(area, column, row, TasksInARow(area));

    public void Draw(Painter painter, Area area, Pointer pointer)
    {
        var (selectedColumn, selectedRow) = session.Selected;
        for (var row = 0; row < session.Rows; row++)
        {
            var views = Enumerable.Range(0, session.Columns).Select(column => session.View(column, row)).ToArray();
            var scale = ReturnBars.Scale(views);
            for (var column = 0; column < session.Columns; column++)
            {
                var isSelected = column == selectedColumn && row == selectedRow;
                if (session.IsEnlarged && !isSelected)
                {
                    continue;
                }

                var panel = Panel(area, column, row);
                Draw(
                    painter, panel, views[column], scale, session.Setup.NameOf(column), row + 1,
                    isSelected && !session.IsEnlarged);
                if (pointer.IsClicked && !session.IsEnlarged && panel.Contains(pointer.Position))
                {
                    session.IsEnlarged = isSelected;
                    session.Select(column, row);
                }
            }
        }
    }

    private Area Cell(Area area, int column, int row, int tasks) =>
        area.Cell(
            (row % tasks * session.Columns) + column, row / tasks, session.Columns * tasks,
            (session.Rows + tasks - 1) / tasks, Gap);

    // The number of tasks per row that makes panels largest.
    private int TasksInARow(Area area) => Enumerable.Range(1, session.Rows).MaxBy(tasks =>
    {
        var panel = Cell(area, 0, 0, tasks);
        return Math.Min(panel.Width, panel.Height * Shape);
    });

    // The longest title that fits.
    private static (string Title, string Numbers) FittingTitle(
        Painter painter, float width, string name, int task, double? value)
    {
        var number = value is { } known ? Caption.Number(known) : "";
        (string Title, string Numbers)[] choices =
        [
            ($"{name} · task {task}", value is null ? "" : $"return {number}"), ($"{name} · task {task}", number),
            ($"{name} · {task}", number), ($"{name} · {task}", ""),
        ];
        var found = Array.Find(choices, words =>
            painter.TextWidth(words.Title) + painter.TextWidth(words.Numbers, TextSize.Small) + 12 <= width);
        return found.Title is null ? ($"{task}", "") : found;
    }

    private static void Draw(
        Painter painter, Area panel, PanelView view, (double Low, double High) scale, string name, int task,
        bool isSelected)
    {
        var (title, numbers) = FittingTitle(
            painter, panel.Width - 20, name, task, view.Returns.Count > 0 ? view.Returns[^1] : null);
        var body = PanelFrame.Draw(painter, panel, title, numbers);
        if (isSelected)
        {
            painter.Outline(panel, Theme.Agent, 2, Corner);
        }

        var scene = body;
        if (body is { Width: >= LeastForBars, Height: >= LeastHeight })
        {
            var bars = Math.Clamp(body.Width * 0.2f, 30, 120);
            scene = body.Trim(right: bars + Gap);
            ReturnBars.Draw(painter, body.Trim(left: body.Width - bars), view, scale);
        }

        if (view.Moment is { } moment && scene is { Width: > 0, Height: > 0 })
        {
            view.Scene.Draw(painter, AgentOverlay.Draw(painter, scene, moment.Overlay), moment);
        }

        if (view.Learning)
        {
            DrawBadge(painter, new Vector2(scene.Centre.X, scene.Y + 12), "updating");
        }
    }

    private static void DrawBadge(Painter painter, Vector2 centre, string text)
    {
        var half = (painter.TextWidth(text, TextSize.Small) / 2) + 9;
        painter.Clip(Area.Around(centre, half, 10), () =>
        {
            painter.Rectangle(Area.Around(centre, half, 10), Theme.Action, 10);
            painter.Label(text, centre, Theme.Background);
        });
    }
}
