using System.Numerics;
using MetaRL.Viewer.Drawing;

namespace MetaRL.Viewer.Scenes;

/// <summary>
/// Two hanging links of length 1, as the goal's formula has them, and the line that their end must rise above.
/// </summary>
public sealed class AcrobotScene(TaskNumbers task) : IScene
{
    private const float GoalHeight = 1; // −cos θ₁ − cos(θ₁ + θ₂) > 1

    /// <summary>The world around the upper joint.</summary>
    public static Camera View(Area panel) => new(Area.Around(Vector2.Zero, 2.25f, 2.25f), Caption.Above(panel));

    /// <summary>The joint between the links.</summary>
    public static Vector2 Elbow(double theta1) => new((float)Math.Sin(theta1), -(float)Math.Cos(theta1));

    /// <summary>The free end.</summary>
    public static Vector2 Tip(double theta1, double theta2) => Elbow(theta1) + Elbow(theta1 + theta2);

    public void Draw(Painter painter, Area panel, SceneMoment moment)
    {
        var view = View(panel);
        painter.Clip(Caption.Above(panel), () =>
        {
            painter.Dashes(view.Project(-2.2, GoalHeight), view.Project(2.2, GoalHeight), 1.5f, Theme.Goal);
            SceneSymbols.Trails(painter, moment, Theme.Panel, state => view.Project(Tip(state[0], state[1])));
            var (pivot, elbow) = (view.Project(0, 0), view.Project(Elbow(moment.State[0])));
            var tip = view.Project(Tip(moment.State[0], moment.State[1]));
            painter.Line(pivot, elbow, 6 + (4 * (float)task["link_mass_1"]), Theme.Solid);
            painter.Line(elbow, tip, 6 + (4 * (float)task["link_mass_2"]), Theme.Agent);
            painter.Circle(pivot, 4, Theme.Ink);
            painter.Circle(elbow, 4, Theme.Ink);
            if (moment.Choice is { } action)
            {
                SceneSymbols.TorqueArrow(painter, elbow, 18, 0.6 * (action - 1));
            }
        });
        Caption.Draw(
            painter, panel,
            $"masses {Caption.Number(task["link_mass_1"])}, {Caption.Number(task["link_mass_2"])} kg   length"
                + $" {Caption.Number(task["link_length_1"])} m",
            moment);
    }
}
