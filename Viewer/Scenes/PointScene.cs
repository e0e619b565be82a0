using System.Numerics;
using MetaRL.Environments.Control;
using MetaRL.Viewer.Drawing;

namespace MetaRL.Viewer.Scenes;

/// <summary>A point in the plane, its hidden goal, the wind, and the ways of earlier rounds.</summary>
public sealed class PointScene(PointNavigation family, TaskNumbers task) : IScene
{
    private const float Nearby = 0.75f; // half a side of the world where the goal is in the middle of it
    private const float Wide = 1.3f;    // and where it is not

    /// <summary>The goal in the world.</summary>
    public Vector2 Goal { get; } = family.Goals == PointGoals.Square
        ? new Vector2((float)task["goal_x"], (float)task["goal_y"])
        : new Vector2((float)Math.Cos(task["goal_angle"]), (float)Math.Sin(task["goal_angle"]));

    /// <summary>The world of positions, the start in its middle.</summary>
    public Camera View(Area panel)
    {
        var half = Math.Max(Math.Abs(Goal.X), Math.Abs(Goal.Y)) < Nearby - 0.1f ? Nearby : Wide;
        return new Camera(Area.Around(Vector2.Zero, half, half), Caption.Above(panel));
    }

    public void Draw(Painter painter, Area panel, SceneMoment moment)
    {
        var view = View(panel);
        painter.Clip(Caption.Above(panel), () =>
        {
            DrawGround(painter, view, panel);
            SceneSymbols.Trails(painter, moment, Theme.Panel, state => view.Project(state[0], state[1]));
            SceneSymbols.Goal(painter, view.Project(Goal), 9);
            var at = SceneSymbols.ClampToArea(
                painter, Caption.Above(panel), view.Project(moment.State[0], moment.State[1]), 6);
            if (moment.Action is [var x, var y])
            {
                var step = new Vector2(
                    (float)Math.Clamp(x, -PointNavigation.MaxStep, PointNavigation.MaxStep),
                    -(float)Math.Clamp(y, -PointNavigation.MaxStep, PointNavigation.MaxStep));
                painter.Arrow(at, at + (step * view.Scale * 1.5f), 2.5f, Theme.Action);
            }

            SceneSymbols.Agent(painter, at, 6);
        });
        Caption.Draw(painter, panel, $"goal ({Caption.Number(Goal.X)}, {Caption.Number(Goal.Y)})", moment);
    }

    private void DrawGround(Painter painter, Camera view, Area panel)
    {
        const float Square = 0.25f;
        var body = Caption.Above(panel);
        var (low, high) = (
            view.Unproject(new Vector2(body.X, body.Bottom)), view.Unproject(new Vector2(body.Right, body.Y)));
        for (var line = MathF.Ceiling(low.X / Square) * Square; line <= high.X; line += Square)
        {
            painter.Line(view.Project(line, low.Y), view.Project(line, high.Y), 1, Theme.Grid);
        }

        for (var line = MathF.Ceiling(low.Y / Square) * Square; line <= high.Y; line += Square)
        {
            painter.Line(view.Project(low.X, line), view.Project(high.X, line), 1, Theme.Grid);
        }

        painter.Ring(view.Project(0, 0), 4, 1.5f, Theme.Faint);
        if (family.Goals != PointGoals.Square)
        {
            painter.Ring(view.Project(Goal), (float)PointNavigation.RewardRadius * view.Scale, 1.5f, Theme.Reward);
        }

        DrawWind(painter, view, low, high);
    }

    // The wind of each step, three times as long as it is.
    private void DrawWind(Painter painter, Camera view, Vector2 low, Vector2 high)
    {
        var wind = new Vector2((float)task["wind_x"], (float)task["wind_y"]);
        if (wind == Vector2.Zero)
        {
            return;
        }

        const float Spacing = 0.25f;
        for (var x = MathF.Ceiling(low.X / Spacing) * Spacing + (Spacing / 2); x < high.X; x += Spacing)
        {
            for (var y = MathF.Ceiling(low.Y / Spacing) * Spacing + (Spacing / 2); y < high.Y; y += Spacing)
            {
                var middle = new Vector2(x, y);
                painter.Arrow(
                    view.Project(middle - (1.5f * wind)), view.Project(middle + (1.5f * wind)), 1.2f,
                    Theme.Solid.WithAlpha(0.6f));
            }
        }
    }
}
