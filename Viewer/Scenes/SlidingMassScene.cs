using System.Numerics;
using MetaRL.Viewer.Drawing;

namespace MetaRL.Viewer.Scenes;

/// <summary>
/// A mass on a rail with its target; below it where the mass was at each time, of this round and of earlier ones.
/// </summary>
public sealed class SlidingMassScene(TaskNumbers task) : IScene
{
    private const float StrongForce = 10; // N at gain 1, what random actions come from
    private const float RailShare = 0.42f;

    /// <summary>The world along the rail, which is at y = 0.</summary>
    public Camera View(Area panel)
    {
        var half = Math.Abs(task["target"]) < 1.05 ? 1.5f : 2.6f;
        var body = Caption.Above(panel);
        return new Camera(Area.Around(Vector2.Zero, half, 0.01f), body.Trim(bottom: body.Height * (1 - RailShare)));
    }

    public void Draw(Painter painter, Area panel, SceneMoment moment)
    {
        var (view, body) = (View(panel), Caption.Above(panel));
        painter.Clip(Caption.Above(panel), () =>
        {
            var size = 15 * MathF.Cbrt((float)task["mass"]); // of equal density
            var rail = view.Project(0, 0).Y + size;
            painter.Line(new Vector2(body.X, rail + 1), new Vector2(body.Right, rail + 1), 2, Theme.Solid);
            var target = view.Project(task["target"], 0).X;
            painter.Dashes(
                new Vector2(target, rail), new Vector2(target, body.Bottom), 1.5f, Theme.Goal.WithAlpha(0.55f), 4);
            SceneSymbols.Flag(painter, new Vector2(target, rail), 44, Theme.Goal);
            DrawHistory(painter, view, body.Trim(top: (body.Height * RailShare) + 4), moment);
            DrawMass(
                painter, SceneSymbols.ClampToArea(painter, body, view.Project(moment.State[0], 0), size), size, moment);
        });
        Caption.Draw(
            painter, panel,
            $"{Caption.Number(task["mass"])} kg   drag {Caption.Number(task["drag"])}   gain"
                + $" {Caption.Number(task["gain"])}",
            moment);
    }

    private void DrawMass(Painter painter, Vector2 at, float size, SceneMoment moment)
    {
        painter.Rectangle(Area.Around(at, size, size), Theme.Agent, 4);
        if (moment.Action is [var force])
        {
            var side = Math.Sign(force) * (size + 3);
            SceneSymbols.ForceArrow(
                painter, at + new Vector2(side, 0), Vector2.UnitX, force * task["gain"] / StrongForce, 60);
        }
    }

    // Time runs downwards.
    private static void DrawHistory(Painter painter, Camera view, Area area, SceneMoment moment)
    {
        var longest = Math.Max(2, moment.Trails.Select(trail => trail.States.Count).DefaultIfEmpty(0).Max());
        painter.Text("time", new Vector2(area.X, area.Y), Theme.Solid, TextSize.Small);
        foreach (var trail in moment.Trails.OrderByDescending(trail => trail.Age))
        {
            var points = new Vector2[trail.States.Count];
            for (var time = 0; time < points.Length; time++)
            {
                points[time] = new Vector2(
                    view.Project(trail.States[time][0], 0).X, area.Y + (area.Height * time / (longest - 1)));
            }

            var color = SceneSymbols.TrailColor(trail.Age, Theme.Panel);
            painter.Polyline(points, 1.8f, color, color);
        }
    }
}
