using ScottPlot;
using SkiaSharp;

namespace MetaRL.Evaluation.Plots;

/// <summary>How a line is drawn; one of no width is not.</summary>
internal readonly record struct Stroke(Color Color, float Width, IReadOnlyList<float> Dashes)
{
    public Stroke(Color color, float width)
        : this(color, width, Palette.Whole)
    {
    }

    public static Stroke None(Color color) => new(color, 0);

    public Stroke Faded(double opacity) => this with { Color = Color.WithAlpha(opacity) };

    /// <summary>Dashes are drawn as the areas that they cover, since Skia's SVG knows no others.</summary>
    public void Draw(SKCanvas canvas, SKPath path)
    {
        var width = Width;
        using var effect = Dashes.Count == 0
            ? null
            : SKPathEffect.CreateDash([.. Dashes.Select(length => length * width)], 0);
        using var paint = new SKPaint
        {
            Style = SKPaintStyle.Stroke, StrokeWidth = Width, StrokeJoin = SKStrokeJoin.Round, PathEffect = effect,
            Color = Color.ToSKColor(), IsAntialias = true,
        };
        if (effect is null)
        {
            canvas.DrawPath(path, paint);
            return;
        }

        using var covered = paint.GetFillPath(path);
        using var fill = new SKPaint { Color = paint.Color, IsAntialias = true };
        canvas.DrawPath(covered, fill);
    }
}
