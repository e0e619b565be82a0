using System.Numerics;
using MetaRL.Environments.Grids;
using MetaRL.Environments.Tasks;
using MetaRL.Viewer.Drawing;

namespace MetaRL.Viewer.Scenes;

/// <summary>
/// Cells from above, y upwards, with walls, holes, wind, key, door and goal, and the overlay on them.
/// </summary>
public sealed partial class GridScene(Gridworld family, TaskNumbers task, GridMap map) : IScene
{
    private const int HasKey = 1;
    private const int DoorOpen = 2;
    private const float LegendHeight = 22;

    private readonly int? _view = family is Maze { Observations: Box { Size: 9 or 25 } box } maze
        && box.Size < maze.Columns * maze.Rows
        ? (int)Math.Sqrt(box.Size)
        : null;

    /// <summary>The world of cells: cell (x, y) is the unit square around (x, y).</summary>
    public Camera View(Area panel)
    {
        var body = Caption.Above(panel);
        return new Camera(
            new Area(-0.5f, -0.5f, family.Columns, family.Rows),
            family.Dynamics.Remap ? body.Trim(bottom: LegendHeight) : body);
    }

    /// <summary>The cell of a state, (x, y).</summary>
    public Vector2 Place(double state)
    {
        var cell = (int)state % (family.Columns * family.Rows);
        return new Vector2(cell % family.Columns, cell / family.Columns);
    }

    public void Draw(Painter painter, Area panel, SceneMoment moment)
    {
        var view = View(panel);
        var phase = (int)moment.State[0] / map.Kinds.Count;
        var heat = Heat(view, phase, moment.Overlay);
        painter.Clip(Caption.Above(panel), () =>
        {
            DrawCells(painter, view, phase, moment.Overlay, heat);
            DrawWind(painter, view);
            DrawVisits(painter, view, moment.Overlay);
            SceneSymbols.Trails(painter, moment, Theme.Panel, state => view.Project(Place(state[0])));
            DrawPolicy(painter, view, phase, moment.Overlay);
            DrawAgent(painter, view, phase, moment);
            DrawControls(painter, panel, moment.Choice);
        });
        Caption.Draw(painter, panel, CaptionText(), moment, heat);
    }

    private void DrawAgent(Painter painter, Camera view, int phase, SceneMoment moment)
    {
        var (cell, at) = (Place(moment.State[0]), view.Project(Place(moment.State[0])));
        if (_view is { } side)
        {
            painter.Outline(
                view.Project(Area.Around(cell, side / 2f, side / 2f)), Theme.Agent.WithAlpha(0.6f), 1.5f, 4);
        }

        SceneSymbols.Agent(painter, at, view.Scale * 0.26f);
        if (phase == HasKey)
        {
            DrawKey(painter, at, view.Scale * 0.5f, Theme.Background);
        }

        if (moment.Choice is { } action)
        {
            painter.Arrow(
                at, at + (Meaning(action) * view.Scale * 0.62f), Math.Max(2, view.Scale * 0.06f), Theme.Action);
        }
    }

    // What each action does, below the grid.
    private void DrawControls(Painter painter, Area panel, int? choice)
    {
        if (!family.Dynamics.Remap)
        {
            return;
        }

        var controls = task.Values("controls");
        var strip = Caption.Above(panel);
        strip = strip.Trim(top: strip.Height - LegendHeight);
        for (var action = 0; action < controls.Length; action++)
        {
            var at = strip.Cell(action, 0, controls.Length, 1).Centre;
            var color = action == choice ? Theme.Action : Theme.Faint;
            painter.Text($"{action}", at - new Vector2(9, 7), color, TextSize.Small, Align.Middle);
            var (x, y) = family.Direction((int)controls[action]);
            var half = new Vector2(x, -y) * 6;
            var middle = at + new Vector2(7, 0);
            if (x == 0 && y == 0)
            {
                painter.Circle(middle, 2.5f, color);
            }
            else
            {
                painter.Arrow(middle - half, middle + half, 1.8f, color);
            }
        }
    }

    private string CaptionText() => task.Has("slip") ? $"slip {Caption.Number(task["slip"])}" : "";
}
