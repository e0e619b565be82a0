using System.Numerics;
using MetaRL.Viewer.Drawing;

namespace MetaRL.Viewer.Recordings;

/// <summary>A return as a bar, and the optimum as a line across it.</summary>
internal static class ReturnGauge
{
    /// <param name="painter">Draws it.</param>
    /// <param name="area">Of the whole bar.</param>
    /// <param name="scale">Of the task.</param>
    /// <param name="value">The return.</param>
    /// <param name="grown">How much of the bar is there, 0 to 1.</param>
    public static void Draw(Painter painter, Area area, ReturnScale scale, double value, float grown = 1)
    {
        var corner = area.Height / 2;
        painter.Rectangle(area, Theme.Raised, corner);
        var width = Math.Max(area.Height, scale.Share(value) * area.Width * grown);
        painter.Rectangle(area with { Width = width }, Theme.Reward, corner);
        if (scale.Optimal is { } optimal)
        {
            var x = area.X + (scale.Share(optimal) * area.Width);
            painter.Line(new Vector2(x, area.Y - 3), new Vector2(x, area.Bottom + 3), 2.5f, Theme.Goal);
        }
    }
}
