using System.Numerics;
using MetaRL.Viewer.Drawing;

namespace MetaRL.Viewer.Scenes;

/// <summary>Symbols that scenes share: agent, goal, flag, trails, and arrows for forces and torques.</summary>
internal static class SceneSymbols
{
    private const float TrailThickness = 1.6f;
    private const float FadePerRound = 0.62f; // of the brightness of the round after it
    // Brighter than any ground, so that old trails never erase what is below them
    private const float Faintest = 0.3f;
    private const float OtherEnvironmentShare = 0.38f;   // of the colour of the environment that is shown
    private const float OtherEnvironmentThickness = 1;

    public static void Agent(Painter painter, Vector2 at, float radius)
    {
        painter.Circle(at, radius + 1.5f, Theme.Background);
        painter.Circle(at, radius, Theme.Agent);
    }

    /// <summary>A disc in a ring.</summary>
    public static void Goal(Painter painter, Vector2 at, float radius)
    {
        painter.Ring(at, radius, Math.Max(1.5f, radius * 0.22f), Theme.Goal);
        painter.Circle(at, radius * 0.5f, Theme.Goal);
    }

    /// <summary>A flag on a pole that stands on a point.</summary>
    public static void Flag(Painter painter, Vector2 foot, float height, Color color)
    {
        var top = foot - new Vector2(0, height);
        painter.Line(foot, top, 2, color);
        painter.Triangle(
            top + new Vector2(1, height * 0.17f), top + new Vector2(height * 0.5f, height * 0.17f), height * 0.34f,
            color);
    }

    /// <summary>
    /// Trails of earlier rounds, fainter with age, below that of the shown round, which has the agent's colour; trails
    /// of other environments are fainter still.
    /// </summary>
    public static void Trails(Painter painter, SceneMoment moment, Color ground, Func<double[], Vector2> place)
    {
        foreach (var trail in moment.Trails.OrderByDescending(trail => trail.IsOtherEnvironment)
            .ThenByDescending(trail => trail.Age))
        {
            var points = new Vector2[trail.States.Count];
            for (var time = 0; time < points.Length; time++)
            {
                points[time] = place(trail.States[time]);
            }

            var color = TrailColor(trail.Age, ground);
            if (trail.IsOtherEnvironment)
            {
                color = ground.Mix(color, OtherEnvironmentShare);
            }

            painter.Polyline(
                points, trail.IsOtherEnvironment ? OtherEnvironmentThickness : TrailThickness, ground.Mix(color, 0.6f),
                color);
        }
    }

    /// <summary>The colour of a trail on a ground, by its age in rounds.</summary>
    public static Color TrailColor(int age, Color ground) =>
        age == 0 ? Theme.Agent : ground.Mix(Theme.Trail, Math.Max(Faintest, 0.85f * MathF.Pow(FadePerRound, age - 1)));

    /// <summary>Moves a place into an area, and draws a mark that points outwards if the place was outside.</summary>
    /// <param name="painter">Draws the mark.</param>
    /// <param name="area">The area.</param>
    /// <param name="at">The place.</param>
    /// <param name="radius">Radius of what is drawn at the place.</param>
    public static Vector2 ClampToArea(Painter painter, Area area, Vector2 at, float radius)
    {
        const float Room = 12; // for the mark
        var inner = area.Inset(radius + Room);
        var near = Vector2.Clamp(at, new Vector2(inner.X, inner.Y), new Vector2(inner.Right, inner.Bottom));
        if (near != at)
        {
            var outwards = Vector2.Normalize(at - near);
            painter.Triangle(near + (outwards * (radius + 4)), near + (outwards * (radius + 11)), 10, Theme.Danger);
        }

        return near;
    }

    /// <summary>
    /// An arrow as long as a force is strong; <paramref name="share"/> is in [−1, 1], <paramref name="reach"/> the
    /// longest one.
    /// </summary>
    public static void ForceArrow(Painter painter, Vector2 from, Vector2 direction, double share, float reach)
    {
        var length = (float)Math.Clamp(share, -1, 1) * reach;
        if (Math.Abs(length) > 2)
        {
            painter.Arrow(from, from + (direction * length), 3, Theme.Action);
        }
    }

    /// <summary>A turning arrow around a joint, against the clock where <paramref name="share"/> is above 0.</summary>
    public static void TorqueArrow(Painter painter, Vector2 joint, float radius, double share)
    {
        const double Widest = 1.5 * Math.PI;
        var sweep = Math.Clamp(share, -1, 1) * Widest;
        if (Math.Abs(sweep) < 0.1)
        {
            return;
        }

        var (from, to) = (Math.PI / 2, (Math.PI / 2) + sweep);
        painter.Arc(joint, radius, 3, from, to, Theme.Action);
        var (sin, cos) = Math.SinCos(to);
        var end = joint + (radius * new Vector2((float)cos, -(float)sin));
        var ahead = new Vector2(-(float)sin, -(float)cos) * (sweep > 0 ? 9 : -9);
        painter.Triangle(end, end + ahead, 11, Theme.Action);
    }
}
