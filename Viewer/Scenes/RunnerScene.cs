using System.Numerics;
using MetaRL.Environments.Locomotion;
using MetaRL.Viewer.Drawing;

namespace MetaRL.Viewer.Scenes;

/// <summary>A body that moves in a plane, from the side: the ground passes below it, a mark at every metre.</summary>
public sealed class RunnerScene(LocomotionFamily family, TaskNumbers task) : IScene
{
    private const float HalfWidth = 1.5f; // of the world that is seen; m
    private const float Below = 0.3f;
    private const float Air = 0.35f;      // above the highest torso
    private const float Margin = 0.1f;    // above a body that rears up

    private readonly float _top = (float)family.Plan.Torso.At.Z + Air;

    /// <summary>The world around the body, of which a body that rears up or leaps sees a higher part.</summary>
    /// <param name="area">Where it is drawn.</param>
    /// <param name="state">Of the body.</param>
    public Camera View(Area area, double[] state)
    {
        var highest = Limb.Of(family, state).Max(limb => Math.Max(limb.From.Z, limb.To.Z) + limb.Radius);
        var lifted = Math.Max(0, highest + Margin - _top);
        return new(new Area((float)state[0] - HalfWidth, lifted - Below, 2 * HalfWidth, _top + Below), area);
    }

    public void Draw(Painter painter, Area panel, SceneMoment moment)
    {
        var velocity = moment.State[family.Plan.Positions];
        painter.Clip(Caption.Above(panel), () =>
        {
            var area = Wish.DrawSpeed(painter, Caption.Above(panel), family, task, velocity);
            var view = View(area, moment.State);
            DrawGround(painter, area, view);
            SceneSymbols.Trails(painter, moment, Theme.Panel, state => view.Project(state[0], Height(state)));
            DrawBody(painter, view, moment.State);
        });
        Caption.Draw(
            painter, panel, $"{Wish.Words(family, task)}   v {Caption.Number(velocity)} m/s", moment);
    }

    private double Height(double[] state) =>
        family.Plan.CountsFromGround ? state[1] : state[1] + family.Plan.Torso.At.Z;

    private static void DrawGround(Painter painter, Area area, Camera view)
    {
        var (left, right) = (view.Unproject(new(area.X, 0)).X, view.Unproject(new(area.Right, 0)).X);
        var ground = view.Project(0, 0).Y;
        painter.Rectangle(new Area(area.X, ground, area.Width, area.Bottom - ground), Theme.Raised);
        painter.Line(new(area.X, ground), new(area.Right, ground), 2, Theme.Solid);
        for (var metre = (int)Math.Ceiling(left); metre <= right; metre++)
        {
            var foot = view.Project(metre, 0);
            painter.Line(foot, foot + new Vector2(0, metre % 5 == 0 ? 9 : 5), 2, Theme.Solid);
            painter.Text(
                $"{metre}".Replace('-', '−'), foot + new Vector2(0, 9), metre == 0 ? Theme.Ink : Theme.Faint,
                TextSize.Small, Align.Middle);
        }
    }

    // The later parts first, so that what is on the far side lies behind.
    private void DrawBody(Painter painter, Camera view, double[] state)
    {
        foreach (var limb in Limb.Of(family, state).Reverse())
        {
            painter.Line(
                view.Project(limb.From.X, limb.From.Z), view.Project(limb.To.X, limb.To.Z),
                Math.Max(3, 2 * limb.Radius * view.Scale), ColorOf(limb.Index));
        }
    }

    // Torso and head; the leg that is first in the table; the other one
    private Color ColorOf(int solid)
    {
        var torso = family.Plan.Torso.Solids.Count;
        var first = family.Plan.Torso.Parts[0].All.Sum(part => part.Solids.Count);
        return solid < torso ? Theme.Agent
            : solid < torso + first ? Theme.Ink.Mix(Theme.Agent, 0.35f)
            : Theme.Solid.Mix(Theme.Agent, 0.35f);
    }
}
