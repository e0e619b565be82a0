using System.Numerics;
using MetaRL.Environments.Tasks;
using MetaRL.Viewer.Drawing;

namespace MetaRL.Viewer.Scenes;

/// <summary>
/// A car in the valley sin 3x, whose slope is the cos 3x of the dynamics, and the flag that it must reach.
/// </summary>
public sealed class ValleyScene(TaskFamily family, TaskNumbers task) : IScene
{
    private const float Relief = 0.45f; // height of the hills, as drawn
    private const float CarHeight = 0.07f;
    private const int Points = 81;

    /// <summary>The world along the valley.</summary>
    public Camera View(Area panel)
    {
        var (left, right) = ((float)task["min_position"], (float)task["max_position"]);
        return new Camera(
            new Area(left - 0.05f, -Relief - 0.2f, right - left + 0.1f, (2 * Relief) + 0.5f), Caption.Above(panel));
    }

    /// <summary>The middle of the car on the road, x its position.</summary>
    public static Vector2 Car(double position)
    {
        var (x, slope) = (position, 3 * Relief * Math.Cos(3 * position));
        var away = CarHeight / Math.Sqrt(1 + (slope * slope));
        return new Vector2((float)(x - (slope * away)), (float)(Height(x) + away));
    }

    public void Draw(Painter painter, Area panel, SceneMoment moment)
    {
        var view = View(panel);
        painter.Clip(Caption.Above(panel), () =>
        {
            DrawRoad(painter, view);
            SceneSymbols.Flag(
                painter, view.Project(task["goal_position"], Height(task["goal_position"])), 34, Theme.Goal);
            SceneSymbols.Trails(painter, moment, Theme.Panel, state => view.Project(Car(state[0])));
            DrawCar(painter, view, moment);
        });
        var motor = task.Has("power")
            ? $"power {Caption.Number(task["power"])}"
            : $"force {Caption.Number(task["force"])}";
        Caption.Draw(painter, panel, $"{motor}   gravity {Caption.Number(task["gravity"])}", moment);
    }

    private static double Height(double x) => Relief * Math.Sin(3 * x);

    private void DrawRoad(Painter painter, Camera view)
    {
        var (left, right) = (task["min_position"], task["max_position"]);
        var road = new Vector2[Points];
        for (var index = 0; index < Points; index++)
        {
            var x = left + ((right - left) * index / (Points - 1));
            road[index] = view.Project(x, Height(x));
        }

        var ground = view.Project(0, -Relief - 0.2).Y;
        for (var index = 1; index < Points; index++)
        {
            var (x, width) = (road[index - 1].X, road[index].X - road[index - 1].X);
            var top = Math.Max(road[index - 1].Y, road[index].Y);
            painter.Rectangle(new Area(x, top, width + 0.5f, ground - top), Theme.Grid);
        }

        painter.Polyline(road, 3, Theme.Solid, Theme.Solid);
        painter.Line(road[0], road[0] - new Vector2(0, 26), 3, Theme.Danger);
    }

    private void DrawCar(Painter painter, Camera view, SceneMoment moment)
    {
        var position = moment.State[0];
        var (at, slope) = (view.Project(Car(position)), 3 * Relief * Math.Cos(3 * position));
        var ahead = Vector2.Normalize(new Vector2(1, -(float)slope));
        var up = new Vector2(ahead.Y, -ahead.X);
        painter.Line(at - (ahead * 9), at + (ahead * 9), 12, Theme.Agent);
        painter.Circle(at - (ahead * 8) - (up * 6), 4.5f, Theme.Ink);
        painter.Circle(at + (ahead * 8) - (up * 6), 4.5f, Theme.Ink);
        var throttle = family.Actions is Discrete ? (moment.Choice ?? 1) - 1 : moment.Action is [var a] ? a : 0;
        SceneSymbols.ForceArrow(painter, at + (up * 15), ahead, throttle, 30);
    }
}
