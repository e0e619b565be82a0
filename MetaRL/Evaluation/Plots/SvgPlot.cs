namespace MetaRL.Evaluation.Plots;

/// <summary>
/// A plot on two linear axes: title, legend above the frame, grid, marks in the order given. The background is white
/// whatever the page's is.
/// </summary>
internal sealed record SvgPlot
{
    private const double Margin = 16;
    private const double TickLength = 5;
    private const double LineHeight = 14;

    private static readonly TextStyle TitleStyle = new(16, Bold: true);
    private static readonly TextStyle SubtitleStyle = new(12, Palette.Faint);
    private static readonly TextStyle AxisTitleStyle = new(13, Anchor: "middle");
    private static readonly TextStyle YAxisTitleStyle = AxisTitleStyle with { Upright = false };
    private static readonly TextStyle TickXStyle = new(12, Palette.Faint, "middle");
    private static readonly TextStyle TickYStyle = new(12, Palette.Faint, "end");

    public required string Title { get; init; }

    public required string Subtitle { get; init; }

    public required string XTitle { get; init; }

    public required string YTitle { get; init; }

    public required IReadOnlyList<PlotMark> Marks { get; init; }

    public required IReadOnlyList<LegendEntry> Entries { get; init; }

    /// <summary>Pixels; 760 is the width of a page on GitHub.</summary>
    public int Width { get; init; } = 760;

    public int Height { get; init; } = 440;

    /// <summary>Margin left and right of the data, as a part of their range.</summary>
    public double XMargin { get; init; } = 0.03;

    /// <summary>Whether the x axis counts things, so that its ticks are whole numbers.</summary>
    public bool XCounts { get; init; }

    /// <summary>Names at 0, 1, 2, ... in place of numbers; null for a number axis.</summary>
    public IReadOnlyList<string>? XNames { get; init; }

    public string Svg()
    {
        var canvas = new SvgCanvas(Width, Height, $"{Title}. {Subtitle}");
        var legend = new Legend(Entries, Width - 2 * Margin);
        var y = AxisRange.Around(Marks.SelectMany(mark => mark.Ys), 0.06);
        var yTicks = Ticks.Of(y.Low, y.High, 6);
        string[][] names = XNames is null
            ? [[""]]
            : [.. XNames.Select(name => Wrapping.Lines(name, (int)(Slot(XNames.Count) / TickXStyle.Width("x"))))];
        var labels = yTicks.Select(tick => TickYStyle.Width(tick.Label)).DefaultIfEmpty(0).Max();
        var frame = new PlotFrame(
            Left: Margin + AxisTitleStyle.Size + 10 + labels + TickLength,
            Top: 62 + legend.Height + 8,
            Right: Width - Margin - 6,
            Bottom: Height - 38 - LineHeight * names.Max(lines => lines.Length),
            XRange(),
            y);

        canvas.Text(Margin, 28, Title, TitleStyle);
        canvas.Text(Margin, 48, Subtitle, SubtitleStyle);
        legend.Draw(canvas, Margin, 58);
        DrawYAxis(canvas, frame, yTicks);
        DrawXAxis(canvas, frame, names);
        foreach (var mark in Marks)
        {
            mark.Draw(canvas, frame);
        }

        return canvas.ToString();
    }

    /// <summary>Pixels for each of so many names, with 100 for margins and the y axis.</summary>
    private double Slot(int names) => (Width - 100.0) / names;

    private AxisRange XRange() => XNames is null
        ? AxisRange.Around(Marks.SelectMany(mark => mark.Xs), XMargin)
        : new AxisRange(-0.5, XNames.Count - 0.5);

    private void DrawYAxis(SvgCanvas canvas, PlotFrame frame, IReadOnlyList<Tick> ticks)
    {
        foreach (var tick in ticks)
        {
            var y = frame.PixelY(tick.Position);
            canvas.Line(frame.Left, y, frame.Right, y, new Stroke(Palette.Grid));
            canvas.Text(frame.Left - TickLength - 3, y + 4, tick.Label, TickYStyle);
        }

        canvas.Text(Margin + 10, (frame.Top + frame.Bottom) / 2, YTitle, YAxisTitleStyle);
    }

    private void DrawXAxis(SvgCanvas canvas, PlotFrame frame, string[][] names)
    {
        canvas.Line(frame.Left, frame.Bottom, frame.Right, frame.Bottom, new Stroke(Palette.Axis));
        (double Position, string[] Lines)[] ticks = XNames is null
            ? [.. Ticks.Of(frame.X.Low, frame.X.High, 7, XCounts)
                .Select(tick => (tick.Position, (string[])[tick.Label]))]
            : [.. names.Select((lines, index) => ((double)index, lines))];
        foreach (var (position, lines) in ticks)
        {
            var x = frame.PixelX(position);
            canvas.Line(x, frame.Bottom, x, frame.Bottom + TickLength, new Stroke(Palette.Axis));
            foreach (var (row, line) in lines.Index())
            {
                canvas.Text(x, frame.Bottom + TickLength + LineHeight * (row + 1), line, TickXStyle);
            }
        }

        canvas.Text((frame.Left + frame.Right) / 2, Height - 12, XTitle, AxisTitleStyle);
    }
}
