using MetaRL.Evaluation.Statistics;

namespace MetaRL.Evaluation.Plots;

/// <summary>Something drawn inside the frame: it knows which values must be visible and how to draw itself.</summary>
internal abstract record PlotMark
{
    public abstract IEnumerable<double> Xs { get; }

    public abstract IEnumerable<double> Ys { get; }

    public abstract void Draw(SvgCanvas canvas, PlotFrame frame);
}

/// <summary>A line through points, with a marker on each when a shape is given.</summary>
internal sealed record Curve(IReadOnlyList<(double X, double Y)> Points, Stroke Stroke, MarkerShape? Marker = null)
    : PlotMark
{
    public override IEnumerable<double> Xs => Points.Select(point => point.X);

    public override IEnumerable<double> Ys => Points.Select(point => point.Y);

    public override void Draw(SvgCanvas canvas, PlotFrame frame)
    {
        (double X, double Y)[] pixels = [.. Points.Select(point => (frame.PixelX(point.X), frame.PixelY(point.Y)))];
        if (pixels.Length > 1)
        {
            canvas.Polyline(pixels, Stroke);
        }

        if (Marker is { } shape)
        {
            foreach (var (x, y) in pixels)
            {
                canvas.Marker(x, y, shape, 4.5, Stroke.Color);
            }
        }
    }
}

/// <summary>The area between two curves; over a single point, a vertical bar.</summary>
internal sealed record Band(IReadOnlyList<(double X, double Low, double High)> Points, string Color) : PlotMark
{
    private const double Opacity = 0.16;

    public override IEnumerable<double> Xs => Points.Select(point => point.X);

    public override IEnumerable<double> Ys => Points.SelectMany(point => (double[])[point.Low, point.High]);

    public override void Draw(SvgCanvas canvas, PlotFrame frame)
    {
        if (Points is [var only])
        {
            var x = frame.PixelX(only.X);
            canvas.Line(x, frame.PixelY(only.Low), x, frame.PixelY(only.High), new Stroke(Color, 2));
            return;
        }

        canvas.Polygon(
            [
                .. Points.Select(point => (frame.PixelX(point.X), frame.PixelY(point.High))),
                .. Points.Reverse().Select(point => (frame.PixelX(point.X), frame.PixelY(point.Low))),
            ],
            Color, Opacity);
    }
}

/// <summary>A horizontal line over the whole width.</summary>
internal sealed record Rule(double Y, Stroke Stroke) : PlotMark
{
    public override IEnumerable<double> Xs => [];

    public override IEnumerable<double> Ys => [Y];

    public override void Draw(SvgCanvas canvas, PlotFrame frame) =>
        canvas.Line(frame.Left, frame.PixelY(Y), frame.Right, frame.PixelY(Y), Stroke);
}

/// <summary>Many small dots of one colour.</summary>
internal sealed record Dots(IReadOnlyList<(double X, double Y)> Points, string Color, double Radius, double Opacity)
    : PlotMark
{
    public override IEnumerable<double> Xs => Points.Select(point => point.X);

    public override IEnumerable<double> Ys => Points.Select(point => point.Y);

    public override void Draw(SvgCanvas canvas, PlotFrame frame)
    {
        foreach (var (x, y) in Points)
        {
            canvas.Marker(frame.PixelX(x), frame.PixelY(y), MarkerShape.Circle, Radius, Color, Opacity);
        }
    }
}

/// <summary>
/// An estimate as a marker on the bar of its interval; the bar is left out where the marker would hide it.
/// </summary>
internal sealed record IntervalBar(double X, Estimate Estimate, string Color, MarkerShape Marker) : PlotMark
{
    private const double CapHalfWidth = 7;
    private const double MarkerRadius = 5;

    public override IEnumerable<double> Xs => [X];

    public override IEnumerable<double> Ys => [Estimate.Low, Estimate.High];

    public override void Draw(SvgCanvas canvas, PlotFrame frame)
    {
        var (x, low, high) = (frame.PixelX(X), frame.PixelY(Estimate.Low), frame.PixelY(Estimate.High));
        var hidden = low - high < 2 * MarkerRadius;
        foreach (var stroke in hidden ? [] : (ReadOnlySpan<Stroke>)[new("#ffffff", 5.5), new(Color, 2.5)])
        {
            canvas.Line(x, low, x, high, stroke);
            canvas.Line(x - CapHalfWidth, low, x + CapHalfWidth, low, stroke);
            canvas.Line(x - CapHalfWidth, high, x + CapHalfWidth, high, stroke);
        }

        canvas.Marker(x, frame.PixelY(Estimate.Value), Marker, MarkerRadius, Color);
    }
}
