using System.Numerics;
using MetaRL.Evaluation.Plots;
using MetaRL.Viewer.Drawing;

namespace MetaRL.Viewer.Desktop;

/// <summary>A plot's area and the ranges of its axes.</summary>
internal readonly record struct Axes(Area Area, double Left, double Right, double Low, double High)
{
    private const float Numbers = 42; // width of the vertical axis's labels
    private const float Foot = 16;    // height of the horizontal axis's labels
    private const double Room = 0.06; // above and below the values, as a share of their range

    /// <summary>Axes that hold some values, with the plot's frame drawn.</summary>
    /// <param name="painter">Draws it.</param>
    /// <param name="area">Of plot and numbers together.</param>
    /// <param name="left">Least number of the horizontal axis.</param>
    /// <param name="right">Greatest one.</param>
    /// <param name="values">Of the vertical axis.</param>
    public static Axes Draw(Painter painter, Area area, double left, double right, IEnumerable<double> values)
    {
        double[] all = [.. values.Where(double.IsFinite).DefaultIfEmpty(0)];
        var (low, high) = (all.Min(), all.Max());
        var room = high > low ? (high - low) * Room : 1;
        var axes = new Axes(
            area.Trim(left: Numbers, bottom: Foot), left, Math.Max(right, left + 1e-9), low - room, high + room);
        axes.DrawTicks(painter);
        return axes;
    }

    public Vector2 At(double x, double y) => new(
        Area.X + (float)((x - Left) / (Right - Left) * Area.Width),
        Area.Bottom - (float)((y - Low) / (High - Low) * Area.Height));

    /// <summary>Lines through points, those that are not finite left out.</summary>
    public void Curve(Painter painter, IReadOnlyList<double> x, IReadOnlyList<double> y, float thickness, Color color)
    {
        var axes = this;
        Vector2[] points =
        [
            .. x.Zip(y).Where(point => double.IsFinite(point.Second))
                .Select(point => axes.At(point.First, point.Second)),
        ];
        painter.Polyline(points, thickness, color, color);
    }

    private void DrawTicks(Painter painter)
    {
        foreach (var tick in Ticks.Of(Low, High, Math.Max(2, (int)(Area.Height / 36))))
        {
            var y = At(Left, tick.Position).Y;
            painter.Line(new Vector2(Area.X, y), new Vector2(Area.Right, y), 1, Theme.Grid);
            painter.Text(tick.Label, new Vector2(Area.X - 6, y - 6), Theme.Faint, TextSize.Small, Align.Right);
        }

        foreach (var tick in Ticks.Of(Left, Right, Math.Max(2, (int)(Area.Width / 60)), wholeNumbers: true))
        {
            painter.Text(
                tick.Label, new Vector2(At(tick.Position, Low).X, Area.Bottom + 3), Theme.Faint, TextSize.Small,
                Align.Middle);
        }
    }
}
