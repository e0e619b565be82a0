using System.Numerics;
using MetaRL.Viewer.Drawing;

namespace MetaRL.Viewer.Scenes;

/// <summary>A planar arm of two links from above, its torques, and the target that its tip must find.</summary>
public sealed class ArmScene(TaskNumbers task) : IScene
{
    private readonly float _reach = (float)(task["link_length_1"] + task["link_length_2"]);

    /// <summary>The target in the world.</summary>
    public Vector2 Target { get; } = new((float)task["target_x"], (float)task["target_y"]);

    /// <summary>The world around the shoulder.</summary>
    public Camera View(Area panel)
    {
        var half = Math.Max(_reach, Target.Length()) + 0.12f;
        return new Camera(Area.Around(Vector2.Zero, half, half), Caption.Above(panel));
    }

    public Vector2 Elbow(double q1) =>
        (float)task["link_length_1"] * new Vector2((float)Math.Cos(q1), (float)Math.Sin(q1));

    public Vector2 Tip(double q1, double q2) =>
        Elbow(q1) + ((float)task["link_length_2"] * new Vector2((float)Math.Cos(q1 + q2), (float)Math.Sin(q1 + q2)));

    public void Draw(Painter painter, Area panel, SceneMoment moment)
    {
        var view = View(panel);
        painter.Clip(Caption.Above(panel), () =>
        {
            painter.Ring(view.Project(0, 0), _reach * view.Scale, 1, Theme.Grid);
            SceneSymbols.Trails(painter, moment, Theme.Panel, state => view.Project(Tip(state[0], state[1])));
            var (q1, q2) = (moment.State[0], moment.State[1]);
            var (shoulder, elbow, tip) = (view.Project(0, 0), view.Project(Elbow(q1)), view.Project(Tip(q1, q2)));
            SceneSymbols.Goal(painter, view.Project(Target), 9);
            painter.Line(shoulder, elbow, 12, Theme.Solid);
            painter.Line(elbow, tip, 9, Theme.Solid.Mix(Theme.Ink, 0.4f));
            painter.Circle(shoulder, 4, Theme.Ink);
            painter.Circle(elbow, 3.5f, Theme.Ink);
            SceneSymbols.Agent(painter, tip, 6);
            if (moment.Action is [var torque1, var torque2])
            {
                SceneSymbols.TorqueArrow(painter, shoulder, 20, 0.7 * torque1);
                SceneSymbols.TorqueArrow(painter, elbow, 16, 0.7 * torque2);
            }
        });
        Caption.Draw(painter, panel, $"target ({Caption.Number(Target.X)}, {Caption.Number(Target.Y)})", moment);
    }
}
