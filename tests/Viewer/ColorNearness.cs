using MetaRL.Viewer.Drawing;

namespace MetaRL.Tests.Viewer;

internal static class ColorNearness
{
    /// <summary>
    /// Whether two colours differ by at most 6 of 255 in each component: what rounding and drivers may change.
    /// </summary>
    public static bool IsNear(this Color color, Color other, float tolerance = 6 / 255f) =>
        Math.Abs(color.R - other.R) <= tolerance && Math.Abs(color.G - other.G) <= tolerance
            && Math.Abs(color.B - other.B) <= tolerance;
}
