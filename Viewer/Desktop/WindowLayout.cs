using MetaRL.Viewer.Drawing;

namespace MetaRL.Viewer.Desktop;

/// <summary>The areas of a window.</summary>
/// <param name="Panels">All panels.</param>
/// <param name="Controls">Buttons.</param>
/// <param name="Track">The time line.</param>
/// <param name="Physics">Sliders of the selected task.</param>
/// <param name="Tabs">Buttons that choose the side page.</param>
/// <param name="Page">The side page.</param>
internal sealed record WindowLayout(Area Panels, Area Controls, Area Track, Area Physics, Area Tabs, Area Page)
{
    private const float Margin = 10, ControlHeight = 34, TrackHeight = 30, TabHeight = 34, SliderHeight = 27,
        PhysicsHead = 48;
    private const float SideShare = 0.26f, LeastSide = 250, MostSide = 360, LeastForSide = 700;

    /// <param name="width">Of the window.</param>
    /// <param name="height">Of the window.</param>
    /// <param name="sliders">How many there are.</param>
    public static WindowLayout Of(float width, float height, int sliders)
    {
        var all = new Area(0, 0, width, height).Inset(Margin);
        var side = width < LeastForSide ? 0 : Math.Clamp(width * SideShare, LeastSide, MostSide);
        var main = all.Trim(right: side > 0 ? side + Margin : 0);
        var right = all.Trim(left: all.Width - side);
        var physics = sliders == 0 ? 0 : Math.Min(PhysicsHead + (sliders * SliderHeight), right.Height * 0.4f);
        var below = right.Trim(top: physics > 0 ? physics + Margin : 0);
        return new WindowLayout(
            main.Trim(bottom: ControlHeight + TrackHeight + (2 * Margin)),
            main.Trim(top: main.Height - ControlHeight - TrackHeight - Margin, bottom: TrackHeight + Margin),
            main.Trim(top: main.Height - TrackHeight),
            right with { Height = physics },
            below with { Height = TabHeight },
            below.Trim(top: TabHeight));
    }
}
