using ScottPlot;
using SkiaSharp;

namespace MetaRL.Evaluation.Plots;

/// <summary>A line through points.</summary>
internal sealed class Polyline(Coordinates[] points, Stroke stroke) : IPlottable
{
    public bool IsVisible { get; set; } = true;

    public IAxes Axes { get; set; } = new Axes();

    public IEnumerable<LegendItem> LegendItems => [];

    public AxisLimits GetAxisLimits() => AxisLimits.NoLimits;

    public void Render(RenderPack rp)
    {
        using var path = new SKPath();
        path.AddPoly([.. points.Select(point => Axes.GetPixel(point).ToSKPoint())], close: false);
        stroke.Draw(rp.Canvas, path);
    }
}
