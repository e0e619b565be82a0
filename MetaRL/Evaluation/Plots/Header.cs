using ScottPlot;
using SkiaSharp;

namespace MetaRL.Evaluation.Plots;

/// <summary>What a line or a marker stands for; a stroke of no width is a marker alone.</summary>
internal sealed record LegendEntry(string Text, Stroke Stroke, MarkerShape Marker = MarkerShape.None);

/// <summary>Title, subtitle, colour scale and legend above the panels, where no data can be under them.</summary>
internal sealed class Header
{
    private const int MostLines = 3;

    private readonly PlotStyle _style;
    private readonly string[] _title;
    private readonly string[] _subtitle;
    private readonly List<List<(LegendEntry Entry, float Width)>> _rows = [];
    private readonly ColorScale? _scale;
    private readonly LabelStyle _titleText;
    private readonly LabelStyle _subtitleText;
    private readonly LabelStyle _text;

    public Header(
        PlotStyle style, string title, string subtitle, IReadOnlyList<LegendEntry> entries, ColorScale? scale = null)
    {
        (_style, Title, Description, _scale) = (style, title, $"{title}. {subtitle}", scale);
        _titleText = PlotFont.Text(style.Title, Palette.Ink, bold: !style.Captioned);
        _subtitleText = PlotFont.Text(style.Text, Palette.Faint);
        _text = PlotFont.Text(style.Text, Palette.Ink);
        using var paint = Paint.NewDisposablePaint();
        _title = Wrapping.Lines(title, Room, MostLines, _titleText);
        _subtitle = style.Captioned
            ? []
            : Wrapping.Lines(subtitle, Room, MostLines, _subtitleText);
        var used = float.PositiveInfinity;
        foreach (var entry in entries)
        {
            var shown = Wrapping.Lines(entry.Text, Room - Sample(entry), 1, _text)[0];
            var width = Sample(entry) + _text.Measure(shown, paint).Width + Gap;
            if (used + width - Gap > Room)
            {
                _rows.Add([]);
                used = 0;
            }

            _rows[^1].Add((entry with { Text = shown }, width));
            used += width;
        }
    }

    public string Title { get; }

    /// <summary>Title and subtitle, for those who cannot see the figure.</summary>
    public string Description { get; }

    public float Height => _style.Margin
        + _title.Length * TitleLine + _subtitle.Length * Line + (_rows.Count + (_scale is null ? 0 : 1)) * Row;

    private float Room => _style.Width - 2 * _style.Margin;

    private float TitleLine => 1.4f * _style.Title;

    private float Line => 1.4f * _style.Text;

    private float Row => 1.5f * _style.Text;

    private float Gap => 1.2f * _style.Text;

    public void Draw(SKCanvas canvas)
    {
        using var paint = Paint.NewDisposablePaint();
        var y = _style.Margin;
        Write(_title, _titleText, TitleLine);
        Write(_subtitle, _subtitleText, Line);
        if (_scale is not null)
        {
            _scale.Draw(canvas, paint, _text, _style.Margin, y + Row / 2, Room);
            y += Row;
        }

        foreach (var row in _rows)
        {
            var x = _style.Margin;
            foreach (var (entry, width) in row)
            {
                DrawEntry(canvas, paint, entry, x, y + Row / 2);
                x += width;
            }

            y += Row;
        }

        void Write(string[] lines, LabelStyle text, float height)
        {
            text.Alignment = Alignment.MiddleLeft;
            foreach (var line in lines)
            {
                text.Render(canvas, new Pixel(_style.Margin, y + height / 2), paint, line);
                y += height;
            }
        }
    }

    private void DrawEntry(SKCanvas canvas, Paint paint, LegendEntry entry, float x, float y)
    {
        var end = x + Sample(entry) - _style.Text / 2;
        if (entry.Stroke.Width > 0)
        {
            using var path = new SKPath();
            path.MoveTo(x, y);
            path.LineTo(end, y);
            entry.Stroke.Draw(canvas, path);
        }

        if (entry.Marker != MarkerShape.None)
        {
            new Marker(entry.Marker, _style.Marker, entry.Stroke.Color).Draw(canvas, new Pixel((x + end) / 2, y));
        }

        _text.Alignment = Alignment.MiddleLeft;
        _text.Render(canvas, new Pixel(x + Sample(entry), y), paint, entry.Text);
    }

    // The width of what stands before a text, with a gap
    private float Sample(LegendEntry entry) => (entry.Stroke.Width > 0 ? 2.8f : 1.5f) * _style.Text;
}
