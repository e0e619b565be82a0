using ScottPlot;
using SkiaSharp;

namespace MetaRL.Evaluation.Plots;

/// <summary>
/// A shape on a point, with a white rim that keeps it apart from what is behind. ScottPlot's own shapes leave their
/// native paths to the garbage collector, which may free one while another thread still draws it.
/// </summary>
internal readonly record struct Marker(MarkerShape Shape, float Diameter, Color Color)
{
    // Around 0, as large to the eye as a circle of radius 1.
    private static readonly Dictionary<MarkerShape, SKPoint[][]> Outlines = new()
    {
        [MarkerShape.FilledSquare] = [[new(-0.9f, -0.9f), new(0.9f, -0.9f), new(0.9f, 0.9f), new(-0.9f, 0.9f)]],
        [MarkerShape.FilledDiamond] = [[new(0, -1.2f), new(1.2f, 0), new(0, 1.2f), new(-1.2f, 0)]],
        [MarkerShape.FilledTriangleUp] = [[new(0, -1.25f), new(1.15f, 0.75f), new(-1.15f, 0.75f)]],
        [MarkerShape.FilledTriangleDown] = [[new(0, 1.25f), new(-1.15f, -0.75f), new(1.15f, -0.75f)]],
        [MarkerShape.Eks] = [[new(-1, -1), new(1, 1)], [new(1, -1), new(-1, 1)]],
        [MarkerShape.Cross] = [[new(-1, 0), new(1, 0)], [new(0, -1), new(0, 1)]],
        [MarkerShape.VerticalBar] = [[new(0, -1), new(0, 1)]],
    };

    private bool IsLines => Shape is MarkerShape.Eks or MarkerShape.Cross or MarkerShape.VerticalBar;

    public void Draw(SKCanvas canvas, Pixel at)
    {
        using var path = Path(at);
        if (!IsLines)
        {
            using var fill = new SKPaint { Color = Color.ToSKColor(), IsAntialias = true };
            canvas.DrawPath(path, fill);
        }

        using var line = new SKPaint
        {
            Style = SKPaintStyle.Stroke, StrokeWidth = IsLines ? Diameter / 4 : Diameter / 9,
            Color = IsLines ? Color.ToSKColor() : SKColors.White, IsAntialias = true,
        };
        canvas.DrawPath(path, line);
    }

    private SKPath Path(Pixel at)
    {
        var (path, radius) = (new SKPath(), Diameter / 2);
        if (Shape == MarkerShape.FilledCircle)
        {
            path.AddCircle(0, 0, 1);
        }
        else
        {
            foreach (var outline in Outlines[Shape])
            {
                path.AddPoly(outline, close: !IsLines);
            }
        }

        path.Transform(SKMatrix.CreateScaleTranslation(radius, radius, at.X, at.Y));
        return path;
    }
}
