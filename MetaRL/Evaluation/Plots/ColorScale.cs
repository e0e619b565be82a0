using MetaRL.Evaluation.Reports;
using ScottPlot;
using ScottPlot.Colormaps;
using SkiaSharp;

namespace MetaRL.Evaluation.Plots;

/// <summary>
/// Values as colours from dark to light (viridis: even steps of lightness, also in grey and to the colour-blind).
/// </summary>
internal sealed class ColorScale(double low, double high, string title)
{
    private const int Steps = 64;

    private readonly Viridis _colors = new();

    public Color Of(double value) => _colors.GetColor(high > low ? (value - low) / (high - low) : 0.5);

    /// <summary>A bar of its colours between its ends.</summary>
    public void Draw(SKCanvas canvas, Paint paint, LabelStyle text, float x, float y, float width)
    {
        var decimals = NumberText.Decimals(low, high);
        text.Alignment = Alignment.MiddleLeft;
        var (before, after) = ($"{title}  {NumberText.Fixed(low, decimals)}", NumberText.Fixed(high, decimals));
        // In an SVG another font may stand for this one, and be wider.
        var (left, gap) = (x + 1.1f * text.Measure(before, paint).Width, text.FontSize / 2);
        text.Render(canvas, new Pixel(x, y), paint, before);
        var bar = Math.Min(width / 3, width - left - 1.1f * text.Measure(after, paint).Width);
        for (var step = 0; step < Steps; step++)
        {
            var from = left + gap + bar * step / Steps; // to the end, so that no seams are left between two
            Drawing.FillRectangle(
                canvas, new PixelRect(from, left + gap + bar, y + gap, y - gap), paint,
                new FillStyle(_colors.GetColor((step + 0.5) / Steps)) { AntiAlias = false });
        }

        text.Render(canvas, new Pixel(left + bar + 2 * gap, y), paint, after);
    }
}
