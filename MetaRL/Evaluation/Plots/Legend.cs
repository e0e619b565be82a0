namespace MetaRL.Evaluation.Plots;

/// <summary>What a line or a marker stands for; a stroke of no width is a marker alone.</summary>
internal sealed record LegendEntry(string Text, Stroke Stroke, MarkerShape? Marker = null);

/// <summary>Entries in rows above the frame, where no data can be under them.</summary>
internal sealed class Legend
{
    public const double RowHeight = 20;
    private const double SampleWidth = 26;
    private const double Gap = 18;

    private static readonly TextStyle EntryStyle = new(12);

    private readonly List<List<LegendEntry>> _rows = [[]];

    public Legend(IReadOnlyList<LegendEntry> entries, double width)
    {
        var used = 0.0;
        foreach (var entry in entries)
        {
            if (used > 0 && used + Width(entry) > width)
            {
                _rows.Add([]);
                used = 0;
            }

            _rows[^1].Add(entry);
            used += Width(entry);
        }
    }

    public double Height => _rows[0].Count == 0 ? 0 : _rows.Count * RowHeight;

    public void Draw(SvgCanvas canvas, double left, double top)
    {
        foreach (var (row, entries) in _rows.Index())
        {
            var (x, y) = (left, top + (RowHeight * (row + 0.5)));
            foreach (var entry in entries)
            {
                DrawEntry(canvas, entry, x, y);
                x += Width(entry);
            }
        }
    }

    private static void DrawEntry(SvgCanvas canvas, LegendEntry entry, double x, double y)
    {
        if (entry.Stroke.Width > 0)
        {
            canvas.Line(x, y, x + SampleWidth, y, entry.Stroke);
        }

        if (entry.Marker is { } shape)
        {
            canvas.Marker(x + SampleWidth / 2, y, shape, 4.5, entry.Stroke.Color);
        }

        canvas.Text(x + SampleWidth + 6, y + 4, entry.Text, EntryStyle);
    }

    private static double Width(LegendEntry entry) => SampleWidth + 6 + EntryStyle.Width(entry.Text) + Gap;
}
