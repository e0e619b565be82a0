using MetaRL.Evaluation.Statistics;
using ScottPlot;
using ScottPlot.AxisPanels;
using ScottPlot.Rendering.RenderActions;
using ScottPlot.TickGenerators;
using SkiaSharp;

namespace MetaRL.Evaluation.Plots;

/// <summary>One pair of linear axes with what is drawn between them, in the order of the calls.</summary>
public sealed class Panel : IDisposable
{
    private const double BandOpacity = 0.16;
    private const int Markers = 8; // along a long curve, so that they tell curves apart and hide none

    private readonly Plot _plot = new();
    private readonly PlotStyle _style;

    internal Panel(PlotStyle style, PanelAxis x, PanelAxis y, string title = "")
    {
        (_style, X, Y) = (style, x.Range, y.Range);
        _plot.FigureBackground.Color = Colors.White;
        _plot.Axes.SetLimits(X.Low, X.High, Y.Low, Y.High);
        _plot.Grid.XAxisStyle.IsVisible = x.IsGridded;
        _plot.Grid.YAxisStyle.IsVisible = y.IsGridded;
        _plot.Grid.MajorLineColor = Palette.Grid;
        _plot.Grid.MajorLineWidth = style.Hairline;
        var xTicks = x.Ticks(style.Captioned ? 4 : 7);
        Set(_plot.Axes.Bottom, x, xTicks);
        Set(_plot.Axes.Left, y, y.Ticks(6));
        foreach (var edge in (IAxis[])[_plot.Axes.Top, _plot.Axes.Right])
        {
            edge.FrameLineStyle.Width = 0;
            edge.MinimumSize = edge.MaximumSize = style.Text / 2;
        }

        // The last number may stand below the very end of its axis.
        _plot.Axes.Right.MinimumSize = _plot.Axes.Right.MaximumSize = Math.Max(style.Text / 2, LastWidth(xTicks) / 2);

        _plot.Axes.Left.FrameLineStyle.Width = y.IsGridded && !x.IsGridded ? 0 : style.Hairline;
        _plot.Axes.Title.IsVisible = title.Length > 0;
        _plot.Axes.Title.Label.Text = title;
        _plot.Axes.Title.FullFigureCenter = false;
        Letter(_plot.Axes.Title.Label, Palette.Ink);
    }

    internal AxisRange X { get; }

    internal AxisRange Y { get; }

    /// <summary>
    /// Where a point of the axes is in the figure, in units of its style, once it has been drawn.
    /// </summary>
    public (double X, double Y) Place(double x, double y)
    {
        var pixel = _plot.GetPixel(new Coordinates(x, y));
        return (pixel.X, pixel.Y);
    }

    public void Dispose() => _plot.Dispose();

    internal void Draw(SKCanvas canvas, PixelRect place)
    {
        _plot.RenderManager.RenderActions.RemoveAll(action => action is ClearCanvas); // it would clear the whole figure
        _plot.RenderManager.Render(canvas, place);
    }

    /// <summary>A line through points, with a marker on each where a shape is given.</summary>
    internal void Curve(
        IEnumerable<(double X, double Y)> points, Stroke stroke, MarkerShape marker = MarkerShape.None)
    {
        var finite = Finite(points);
        Add((rp, place) =>
        {
            using var path = new SKPath();
            path.AddPoly([.. finite.Select(point => place(point).ToSKPoint())], close: false);
            stroke.Draw(rp.Canvas, path);
        });
        if (marker != MarkerShape.None)
        {
            Dots(points, marker, _style.Marker, stroke.Color);
        }
    }

    /// <summary>A line through many points, with an algorithm's markers on few of them: not where others are.</summary>
    internal void LongCurve(IReadOnlyList<(double X, double Y)> points, Stroke stroke, int algorithm)
    {
        Curve(points, stroke);
        var every = Math.Max(1, points.Count / Markers);
        Dots(
            points.Where((_, at) => at % every == algorithm * every / 3 % every), Palette.Marker(algorithm),
            0.8f * _style.Marker, stroke.Color);
    }

    /// <summary>Markers without a line.</summary>
    internal void Dots(IEnumerable<(double X, double Y)> points, MarkerShape marker, float diameter, Color color)
    {
        var (finite, shape) = (Finite(points), new Marker(marker, diameter, color));
        Add((rp, place) =>
        {
            foreach (var point in finite)
            {
                shape.Draw(rp.Canvas, place(point));
            }
        });
    }

    /// <summary>Dots that each have a colour of their own.</summary>
    internal void Dots(IReadOnlyList<(double X, double Y, Color Color)> points) => Add((rp, place) =>
    {
        foreach (var (x, y, color) in points)
        {
            new Marker(MarkerShape.FilledCircle, _style.Marker, color).Draw(rp.Canvas, place(new Coordinates(x, y)));
        }
    });

    /// <summary>Rectangles that each have a colour of their own, around their places.</summary>
    internal void Cells(IReadOnlyList<(double X, double Y, Color Color)> places, double width, double height) =>
        Add((rp, place) =>
        {
            foreach (var (x, y, color) in places)
            {
                var cell = new PixelRect(
                    place(new Coordinates(x - width / 2, y - height / 2)),
                    place(new Coordinates(x + width / 2, y + height / 2)));
                Drawing.FillRectangle(rp.Canvas, cell, rp.Paint, new FillStyle(color));
                Drawing.DrawRectangle(rp.Canvas, cell, rp.Paint, new LineStyle(_style.Hairline, Colors.White));
            }
        });

    /// <summary>The area between two curves; at a single point, a bar.</summary>
    internal void Band(IReadOnlyList<(double X, double Low, double High)> points, Color color)
    {
        if (points is [var only])
        {
            Curve([(only.X, only.Low), (only.X, only.High)], new Stroke(color, _style.ThinLine));
        }
        else if (points.Count > 1)
        {
            var band = _plot.Add.FillY(
                [.. points.Select(point => point.X)], [.. points.Select(point => point.Low)],
                [.. points.Select(point => point.High)]);
            band.FillColor = color.WithAlpha(BandOpacity);
            band.LineWidth = 0;
            band.MarkerStyle.IsVisible = false;
        }
    }

    /// <summary>An estimate as a marker on the bar of its interval, which the marker may hide.</summary>
    internal void Interval(Estimate estimate, double y, Stroke stroke, MarkerShape marker)
    {
        Curve([(estimate.Low, y), (estimate.High, y)], new Stroke(Colors.White, 2 * stroke.Width));
        Curve([(estimate.Low, y), (estimate.High, y)], stroke);
        Dots([(estimate.Low, y), (estimate.High, y)], MarkerShape.VerticalBar, _style.Marker, stroke.Color);
        Dots([(estimate.Value, y)], marker, 1.2f * _style.Marker, stroke.Color);
    }

    /// <summary>A line over the whole width.</summary>
    internal void Rule(double y, Stroke stroke) => Curve([(X.Low, y), (X.High, y)], stroke);

    private void Set(IAxis axis, PanelAxis what, IReadOnlyList<Tick> ticks)
    {
        axis.TickGenerator = new NumericManual(
            [.. ticks.Select(tick => new ScottPlot.Tick(tick.Position, tick.Label))]);
        Letter(axis.TickLabelStyle, Palette.Faint);
        Letter(axis.Label, Palette.Ink);
        axis.Label.Text = what.Title;
        axis.FrameLineStyle.Color = Palette.Axis;
        axis.FrameLineStyle.Width = _style.Hairline;
        axis.MajorTickStyle.Color = Palette.Axis;
        axis.MajorTickStyle.Width = _style.Hairline;
        axis.MajorTickStyle.Length = what.IsGridded ? 0 : _style.Text / 3;
        axis.MinorTickStyle.Length = 0;
        if (axis is AxisBase sized)
        {
            sized.PaddingBetweenTickAndAxisLabels = new PixelPadding(0.8f * _style.Text, _style.Text / 8);
            sized.PaddingOutsideAxisLabels = new PixelPadding(_style.Text / 4);
        }
    }

    private void Add(Action<RenderPack, Func<Coordinates, Pixel>> draw) => _plot.PlottableList.Add(new PanelMark(draw));

    private float LastWidth(IReadOnlyList<Tick> ticks)
    {
        using var paint = Paint.NewDisposablePaint();
        return ticks is [.., var last]
            ? PlotFont.Text(_style.Text, Palette.Faint).Measure(last.Label, paint).Width
            : 0;
    }

    private void Letter(LabelStyle label, Color color)
    {
        var (text, rotation, alignment) = (PlotFont.Text(_style.Text, color), label.Rotation, label.Alignment);
        (label.FontName, label.FontSize, label.ForeColor) = (text.FontName, text.FontSize, text.ForeColor);
        (label.Bold, label.SubpixelText, label.Rotation, label.Alignment) = (false, true, rotation, alignment);
    }

    private static Coordinates[] Finite(IEnumerable<(double X, double Y)> points) =>
    [
        .. points.Where(point => double.IsFinite(point.X) && double.IsFinite(point.Y))
            .Select(point => new Coordinates(point.X, point.Y)),
    ];
}

/// <summary>A side of a <see cref="Panel"/>.</summary>
/// <param name="Range">From one end to the other.</param>
/// <param name="Title">What is on it, with its unit.</param>
internal sealed record PanelAxis(AxisRange Range, string Title)
{
    /// <summary>Whether it counts things, so that its ticks are whole numbers.</summary>
    public bool Counts { get; init; }

    /// <summary>Names in place of numbers; null for a number axis.</summary>
    public IReadOnlyList<Tick>? Names { get; init; }

    /// <summary>Steps between ticks that are aimed at; null for as many as a whole figure has room for.</summary>
    public int? Steps { get; init; }

    /// <summary>Whether there are lines across the panel at its ticks.</summary>
    public bool IsGridded { get; init; }

    public IReadOnlyList<Tick> Ticks(int about) =>
        Names ?? Plots.Ticks.Of(Range.Low, Range.High, Steps ?? about, Counts);
}
