using ScottPlot;

namespace MetaRL.Evaluation.Plots;

/// <summary>Something between the axes, which it does not stretch.</summary>
/// <param name="draw">Draws it; the function gives where a point of the axes is in the figure.</param>
internal sealed class PanelMark(Action<RenderPack, Func<Coordinates, Pixel>> draw) : IPlottable
{
    public bool IsVisible { get; set; } = true;

    public IAxes Axes { get; set; } = new Axes();

    public IEnumerable<LegendItem> LegendItems => [];

    public AxisLimits GetAxisLimits() => AxisLimits.NoLimits;

    public void Render(RenderPack rp) => draw(rp, Axes.GetPixel);
}
