using System.Numerics;
using MetaRL.Viewer.Drawing;

namespace MetaRL.Viewer.Scenes;

/// <summary>
/// A cart on its rail between the two ends, the pole on it, and the angle beyond which it has fallen.
/// </summary>
public sealed class CartPoleScene(TaskNumbers task) : IScene
{
    private const float CartWidth = 0.5f;  // m, as drawn
    private const float CartHeight = 0.26f;
    private const float WidestView = 5.2f; // m to either side
    private const double StrongForce = 20; // N, the strongest of any task

    /// <summary>Where the pole is hinged, above the rail; m.</summary>
    public const float Hinge = CartHeight;

    /// <summary>The world: the rail is at y = 0.</summary>
    public Camera View(Area panel)
    {
        var top = Math.Max(1.5f, (float)(2 * task["length"]) + 0.4f);
        var half = Math.Clamp((float)task["x_threshold"] + 0.4f, 2.8f, WidestView);
        return new Camera(new Area(-half, -0.35f, 2 * half, top + 0.35f), Caption.Above(panel));
    }

    /// <summary>The upper end of the pole; its parameter is half of its length.</summary>
    public Vector2 Tip(double x, double theta)
    {
        var pole = 2 * task["length"];
        return new Vector2((float)(x + (pole * Math.Sin(theta))), (float)(Hinge + (pole * Math.Cos(theta))));
    }

    public void Draw(Painter painter, Area panel, SceneMoment moment)
    {
        var view = View(panel);
        var (x, theta) = (moment.State[0], moment.State[2]);
        painter.Clip(Caption.Above(panel), () =>
        {
            DrawRail(painter, view);
            SceneSymbols.Trails(painter, moment, Theme.Panel, state => view.Project(Tip(state[0], state[2])));
            DrawFallenAngles(painter, view, x);
            var (cart, hinge) = (
                Area.Around(new Vector2((float)x, CartHeight / 2), CartWidth / 2, CartHeight / 2),
                view.Project(x, Hinge));
            painter.Rectangle(view.Project(cart), Theme.Agent, 4);
            var thickness = 5 + (8 * (float)Math.Sqrt(task["masspole"]));
            painter.Line(hinge, view.Project(Tip(x, theta)), thickness, Theme.Ink);
            painter.Circle(hinge, (thickness / 2) + 1, Theme.Background);
            painter.Circle(hinge, thickness / 3, Theme.Agent);
            if (moment.Choice is { } action)
            {
                var side = action == 0 ? -1f : 1f;
                var from = view.Project(x + (side * ((CartWidth / 2) + 0.05)), CartHeight / 2);
                SceneSymbols.ForceArrow(
                    painter, from, Vector2.UnitX, side * ((task["force_mag"] / StrongForce) + 0.25), 0.8f * view.Scale);
            }
        });
        Caption.Draw(
            painter, panel,
            $"force {Caption.Number(task["force_mag"])} N   pole {Caption.Number(2 * task["length"])} m,"
                + $" {Caption.Number(task["masspole"])} kg",
            moment);
    }

    private void DrawRail(Painter painter, Camera view)
    {
        var reach = task["x_threshold"];
        painter.Line(view.Project(-reach, 0), view.Project(reach, 0), 3, Theme.Solid);
        foreach (var end in new[] { -reach, reach })
        {
            painter.Line(view.Project(end, -0.12), view.Project(end, 0.2), 3, Theme.Danger);
        }
    }

    private void DrawFallenAngles(Painter painter, Camera view, double x)
    {
        foreach (var angle in new[] { -task["theta_threshold_radians"], task["theta_threshold_radians"] })
        {
            painter.Dashes(view.Project(x, Hinge), view.Project(Tip(x, angle)), 1.2f, Theme.Danger.WithAlpha(0.7f), 4);
        }
    }
}
