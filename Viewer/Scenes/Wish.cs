using System.Numerics;
using MetaRL.Environments.Locomotion;
using MetaRL.Viewer.Drawing;

namespace MetaRL.Viewer.Scenes;

/// <summary>What a task asks of a body, in words, and against the velocity that it has reached.</summary>
internal static class Wish
{
    private const float Height = 16;
    private const float Numbers = 12; // below the scale, where there is room for them
    private const double Fastest = 4; // m/s, at the ends of the scale

    /// <summary>The target in words.</summary>
    public static string Words(LocomotionFamily family, TaskNumbers task)
    {
        var target = family.Target switch
        {
            Speed => $"target {Caption.Number(task["target_velocity"])} m/s",
            Place => $"goal ({Caption.Number(task["goal_x"])}, {Caption.Number(task["goal_y"])}) m",
            Bearing => $"angle {Caption.Number(task["angle"] * 180 / Math.PI)}°",
            _ => task["direction"] < 0 ? "backwards" : "forwards",
        };
        string[] changed =
        [
            .. from name in new[] { "mass", "friction", "damping" }
               where task[name] != 1
               select $"{name} ×{Caption.Number(task[name])}",
            .. (float)task["gravity"] == 9.81f // as tasks of 32 bits hold it
                ? Array.Empty<string>()
                : [$"gravity {Caption.Number(task["gravity"])} m/s²"],
        ];
        return string.Join("   ", changed.Prepend(target));
    }

    /// <summary>
    /// A scale of velocities above a scene: a bar to the one that is reached, and the target's mark, or an arrow to the
    /// side that is asked for.
    /// </summary>
    /// <returns>The area below it.</returns>
    public static Area DrawSpeed(Painter painter, Area area, LocomotionFamily family, TaskNumbers task, double velocity)
    {
        var (middle, reach) = (new Vector2(area.Centre.X, area.Y + (Height / 2)), area.Width / 2 - 12);
        if (reach < 20)
        {
            return area;
        }

        var isNumbered = reach > 80;

        Vector2 At(double speed) =>
            middle + new Vector2((float)(Math.Clamp(speed / Fastest, -1, 1) * reach), 0);
        painter.Line(At(-Fastest), At(Fastest), 2, Theme.Border);
        for (var speed = -Fastest; speed <= Fastest; speed++)
        {
            var tick = new Vector2(0, speed == 0 ? 6 : 3);
            painter.Line(At(speed) - tick, At(speed) + tick, 1, speed == 0 ? Theme.Solid : Theme.Border);
            if (speed % 2 == 0 && Math.Abs(speed) < Fastest && isNumbered)
            {
                painter.Text(
                    $"{speed:0} m/s".Replace('-', '−'), At(speed) + new Vector2(0, 7), Theme.Faint, TextSize.Small,
                    Align.Middle);
            }
        }

        painter.Line(At(0), At(velocity), 5, Theme.Agent);
        if (family.Target is Speed)
        {
            var mark = At(task["target_velocity"]);
            painter.Triangle(mark - new Vector2(0, 9), mark - new Vector2(0, 2), 9, Theme.Goal);
        }
        else if (family.Target is Heading)
        {
            var side = task["direction"] < 0 ? -1 : 1;
            painter.Arrow(At(side * (Fastest - 0.6)), At(side * Fastest), 3, Theme.Goal);
        }

        return area.Trim(top: isNumbered ? Height + Numbers : Height);
    }
}
