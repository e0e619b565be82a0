using System.Numerics;
using MetaRL.Viewer.Drawing;

namespace MetaRL.Viewer.Scenes;

/// <summary>
/// A rod on its pivot, turned against the clock where its angle is positive, with the motor's torque as an arc.
/// </summary>
public sealed class PendulumScene(TaskNumbers task) : IScene
{
    /// <summary>The world around the pivot.</summary>
    public Camera View(Area panel)
    {
        var half = (float)Math.Max(1.3, task["l"] + 0.15);
        return new Camera(Area.Around(Vector2.Zero, half, half), Caption.Above(panel));
    }

    /// <summary>The free end of the rod; upright at θ = 0.</summary>
    public Vector2 Tip(double theta) => (float)task["l"] * new Vector2(-(float)Math.Sin(theta), (float)Math.Cos(theta));

    public void Draw(Painter painter, Area panel, SceneMoment moment)
    {
        var view = View(panel);
        painter.Clip(Caption.Above(panel), () =>
        {
            var (pivot, tip, top) = (view.Project(0, 0), view.Project(Tip(moment.State[0])), view.Project(Tip(0)));
            painter.Ring(pivot, (float)task["l"] * view.Scale, 1, Theme.Grid);
            SceneSymbols.Trails(painter, moment, Theme.Panel, state => view.Project(Tip(state[0])));
            SceneSymbols.Goal(painter, top, 8);
            var thickness = 7 + (4 * (float)task["m"]);
            painter.Line(pivot, tip, thickness, Theme.Agent);
            painter.Circle(pivot, 4, Theme.Background);
            if (moment.Action is [var torque])
            {
                SceneSymbols.TorqueArrow(painter, pivot, 26, Math.Clamp(torque / task["max_torque"], -1, 1));
            }
        });
        Caption.Draw(
            painter, panel,
            $"{Caption.Number(task["m"])} kg   {Caption.Number(task["l"])} m   g {Caption.Number(task["g"])} m/s²",
            moment);
    }
}
