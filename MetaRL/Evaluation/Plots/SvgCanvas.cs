using System.Globalization;
using System.Security;
using System.Text;

namespace MetaRL.Evaluation.Plots;

/// <summary>
/// An SVG document under construction; lengths in pixels, y downwards, two decimals, so that equal drawings are
/// equal bytes.
/// </summary>
internal sealed class SvgCanvas
{
    private readonly StringBuilder _body = new();

    public SvgCanvas(int width, int height, string title)
    {
        var name = Escape(title);
        _body.Append(CultureInfo.InvariantCulture, $"""
            <svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" viewBox="0 0 {width} {height}"
            """);
        _body.Append(" font-family=\"sans-serif\" role=\"img\"");
        _body.Append(CultureInfo.InvariantCulture, $" aria-label=\"{name}\">\n");
        _body.Append(CultureInfo.InvariantCulture, $"<title>{name}</title>\n");
        _body.Append(CultureInfo.InvariantCulture, $"<rect width=\"{width}\" height=\"{height}\" fill=\"#ffffff\"/>\n");
    }

    public void Line(double x1, double y1, double x2, double y2, Stroke stroke) =>
        Element($"<line x1=\"{N(x1)}\" y1=\"{N(y1)}\" x2=\"{N(x2)}\" y2=\"{N(y2)}\"{Attributes(stroke)}/>");

    public void Polyline(IEnumerable<(double X, double Y)> points, Stroke stroke) =>
        Element($"<polyline points=\"{Join(points)}\" fill=\"none\" stroke-linejoin=\"round\"{Attributes(stroke)}/>");

    public void Polygon(IEnumerable<(double X, double Y)> points, string fill, double opacity = 1) =>
        Element($"<polygon points=\"{Join(points)}\" fill=\"{fill}\"{Opacity("fill-opacity", opacity)}/>");

    /// <summary>
    /// A filled shape of about the given radius with a white rim, which keeps it apart from what is behind.
    /// </summary>
    public void Marker(double x, double y, MarkerShape shape, double radius, string fill, double opacity = 1)
    {
        var rim = $"stroke=\"#ffffff\" stroke-width=\"{N(radius < 3 ? 0.4 : 1)}\"";
        var paint = $"fill=\"{fill}\" {rim}{Opacity("opacity", opacity)}";
        if (shape == MarkerShape.Circle)
        {
            Element($"<circle cx=\"{N(x)}\" cy=\"{N(y)}\" r=\"{N(radius)}\" {paint}/>");
            return;
        }

        var corners = shape.Corners()
            .Select(corner => (x + radius * corner.X, y + radius * corner.Y));
        Element($"<polygon points=\"{Join(corners)}\" {paint}/>");
    }

    public void Text(double x, double y, string text, TextStyle style)
    {
        var anchor = style.Anchor == "start" ? "" : $" text-anchor=\"{style.Anchor}\"";
        var weight = style.Bold ? " font-weight=\"bold\"" : "";
        var turn = style.Upright ? "" : $" transform=\"rotate(-90 {N(x)} {N(y)})\"";
        var place = $"x=\"{N(x)}\" y=\"{N(y)}\"{anchor}{turn}";
        var look = $"font-size=\"{N(style.Size)}\" fill=\"{style.Color}\"{weight}";
        Element($"<text {place} {look}>{Escape(text)}</text>");
    }

    public override string ToString() => _body + "</svg>\n";

    private void Element(string element) => _body.Append(element).Append('\n');

    private static string Attributes(Stroke stroke) =>
        $" stroke=\"{stroke.Color}\" stroke-width=\"{N(stroke.Width)}\"{Opacity("stroke-opacity", stroke.Opacity)}"
        + (stroke.Dash is null ? "" : $" stroke-dasharray=\"{stroke.Dash}\"");

    private static string Opacity(string attribute, double opacity) =>
        opacity >= 1 ? "" : $" {attribute}=\"{N(opacity)}\"";

    private static string Join(IEnumerable<(double X, double Y)> points) =>
        string.Join(' ', points.Select(point => $"{N(point.X)},{N(point.Y)}"));

    private static string Escape(string text) => SecurityElement.Escape(text);

    private static string N(double value)
    {
        var text = value.ToString("0.##", CultureInfo.InvariantCulture);
        return text == "-0" ? "0" : text;
    }
}

/// <summary>How a line is drawn: colour as #rrggbb, width in pixels, dash pattern or null for a whole line.</summary>
internal readonly record struct Stroke(string Color, double Width = 1, string? Dash = null, double Opacity = 1);

/// <summary>How a text is drawn; <paramref name="Anchor"/> is start, middle or end.</summary>
internal readonly record struct TextStyle(
    double Size = 12, string Color = Palette.Ink, string Anchor = "start", bool Bold = false, bool Upright = true)
{
    /// <summary>
    /// Rough width in pixels: 0.58 of the size per character is the mean of common sans-serif fonts, and a bit more.
    /// </summary>
    public double Width(string text) => 0.6 * Size * text.Length * (Bold ? 1.08 : 1);
}
