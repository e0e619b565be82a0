using System.Numerics;
using MetaRL.Environments.Locomotion;
using MetaRL.Viewer.Drawing;

namespace MetaRL.Viewer.Scenes;

/// <summary>
/// A body that moves freely, at an angle from above on a grid of metres that passes below it, and in a corner its way
/// from straight above.
/// </summary>
public sealed class CrawlerScene(LocomotionFamily family, TaskNumbers task) : IScene
{
    private const double Azimuth = 1.9;    // rad, of the way that one looks: x lies to the right
    private const double Elevation = 0.65; // rad above the ground
    private const float HalfWidth = 1.7f;  // of the world that is seen; m
    private const float HalfHeight = 1.25f;
    private const int Metres = 4;          // of the grid, to either side
    private const float MapShare = 0.3f;   // of the area's shorter side

    private static readonly Vector2 Looking = new((float)Math.Cos(Azimuth), (float)Math.Sin(Azimuth));
    private static readonly (float Sin, float Cos) Tilt = ((float)Math.Sin(Elevation), (float)Math.Cos(Elevation));

    public void Draw(Painter painter, Area panel, SceneMoment moment)
    {
        var (vx, vy) = (moment.State[family.Plan.Positions], moment.State[family.Plan.Positions + 1]);
        painter.Clip(Caption.Above(panel), () =>
        {
            var area = family.Target is Speed
                ? Wish.DrawSpeed(painter, Caption.Above(panel), family, task, vx)
                : Caption.Above(panel);
            var body = new Vector3((float)moment.State[0], (float)moment.State[1], 0);
            var view = new Camera(Area.Around(new(0, 0.25f), HalfWidth, HalfHeight), area);
            DrawGround(painter, view, body);
            DrawTarget(painter, view, body);
            foreach (var limb in Limb.Of(family, moment.State).OrderByDescending(Depth))
            {
                DrawShadow(painter, view, body, limb);
            }

            foreach (var limb in Limb.Of(family, moment.State).OrderByDescending(Depth))
            {
                DrawLimb(painter, view, body, limb);
            }

            DrawMap(painter, area, moment);
        });
        var speed = family.Target is Speed ? vx : Math.Sqrt((vx * vx) + (vy * vy));
        Caption.Draw(painter, panel, $"{Wish.Words(family, task)}   v {Caption.Number(speed)} m/s", moment);
    }

    // Parallel projection of the world around the body
    private static Vector2 Seen(Vector3 point, Vector3 body)
    {
        var from = point - body;
        var right = (from.X * -Looking.Y) + (from.Y * Looking.X);
        var away = (from.X * Looking.X) + (from.Y * Looking.Y);
        return new Vector2(-right, (away * Tilt.Sin) + (from.Z * Tilt.Cos));
    }

    private static float Depth(Limb limb)
    {
        var middle = (limb.From + limb.To) / 2;
        return (((middle.X * Looking.X) + (middle.Y * Looking.Y)) * Tilt.Cos) - (middle.Z * Tilt.Sin);
    }

    private static void DrawGround(Painter painter, Camera view, Vector3 body)
    {
        var (x0, y0) = ((int)Math.Round(body.X), (int)Math.Round(body.Y));
        for (var metre = -Metres; metre <= Metres; metre++)
        {
            Line(new(x0 + metre, y0 - Metres, 0), new(x0 + metre, y0 + Metres, 0), x0 + metre == 0);
            Line(new(x0 - Metres, y0 + metre, 0), new(x0 + Metres, y0 + metre, 0), y0 + metre == 0);
        }

        void Line(Vector3 from, Vector3 to, bool isAxis) => painter.Line(
            view.Project(Seen(from, body)), view.Project(Seen(to, body)), isAxis ? 2 : 1,
            isAxis ? Theme.Solid : Theme.Grid);
    }

    private void DrawTarget(Painter painter, Camera view, Vector3 body)
    {
        if (family.Target is Place)
        {
            var goal = new Vector3((float)task["goal_x"], (float)task["goal_y"], 0);
            SceneSymbols.Goal(painter, view.Project(Seen(goal, body)), 9);
        }
        else
        {
            var along = Asked() * 1.15f;
            var (foot, tip) = (body + (along * 0.75f), body + along);
            painter.Arrow(view.Project(Seen(foot, body)), view.Project(Seen(tip, body)), 4, Theme.Goal);
        }
    }

    private Vector3 Asked()
    {
        var angle = family.Target is Bearing ? task["angle"] : 0;
        return new Vector3((float)Math.Cos(angle), (float)Math.Sin(angle), 0);
    }

    private static void DrawShadow(Painter painter, Camera view, Vector3 body, Limb limb) => painter.Line(
        view.Project(Seen(limb.From with { Z = 0 }, body)), view.Project(Seen(limb.To with { Z = 0 }, body)),
        2 * limb.Radius * view.Scale, Theme.Background.WithAlpha(0.35f));

    // The nearer, the brighter
    private static void DrawLimb(Painter painter, Camera view, Vector3 body, Limb limb)
    {
        var isTorso = limb.Index == 0;
        var near = Math.Clamp(0.5f - (0.6f * (Depth(limb) - Depth(new Limb(0, body, body, 0)))), 0, 1);
        var color = (isTorso ? Theme.Agent : Theme.Ink).Mix(Theme.Solid, (isTorso ? 0.15f : 0.6f) * (1 - near));
        painter.Line(
            view.Project(Seen(limb.From, body)), view.Project(Seen(limb.To, body)),
            Math.Max(3, 2 * limb.Radius * view.Scale), color);
    }

    // The way so far around the start, with x to the right
    private void DrawMap(Painter painter, Area area, SceneMoment moment)
    {
        var side = MapShare * Math.Min(area.Width, area.Height);
        if (side < 24)
        {
            return;
        }

        var map = new Area(area.Right - side - 2, area.Y + 2, side, side);
        painter.Rectangle(map, Theme.Background.WithAlpha(0.7f), 4);
        painter.Outline(map, Theme.Border, 1, 4);
        var far = moment.Trails.SelectMany(trail => trail.States).Append(moment.State)
            .Max(state => Math.Max(Math.Abs(state[0]), Math.Abs(state[1])));
        var reach = (float)Math.Max(family.Target is Place place ? place.Reach : 1.5, far) * 1.15f;
        var view = new Camera(Area.Around(Vector2.Zero, reach, reach), map);
        painter.Clip(map, () =>
        {
            painter.Line(view.Project(-reach, 0), view.Project(reach, 0), 1, Theme.Grid);
            painter.Line(view.Project(0, -reach), view.Project(0, reach), 1, Theme.Grid);
            SceneSymbols.Trails(painter, moment, Theme.Panel, state => view.Project(state[0], state[1]));
            if (family.Target is Place)
            {
                SceneSymbols.Goal(painter, view.Project(task["goal_x"], task["goal_y"]), 5);
            }
            else
            {
                var (asked, edge) = (Asked(), reach * 0.9f);
                painter.Arrow(
                    view.Project(asked.X * edge * 0.6, asked.Y * edge * 0.6),
                    view.Project(asked.X * edge, asked.Y * edge), 2, Theme.Goal);
            }

            SceneSymbols.Agent(painter, view.Project(moment.State[0], moment.State[1]), 3);
        });
    }
}
