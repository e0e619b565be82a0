using System.Globalization;
using System.Security;
using System.Text;
using System.Text.RegularExpressions;
using ScottPlot;
using SkiaSharp;

namespace MetaRL.Evaluation.Plots;

/// <summary>A kind of file that a figure can be.</summary>
public enum FigureFormat
{
    Svg,
    Png,
    Pdf,
}

/// <summary>How files of a kind are named.</summary>
public static class FigureFormats
{
    /// <summary>Without the dot.</summary>
    public static string Extension(this FigureFormat format) => format switch
    {
        FigureFormat.Svg => "svg",
        FigureFormat.Png => "png",
        _ => "pdf",
    };
}

/// <summary>
/// Title and legend above one or more panels, on white whatever the page's colour is. Equal figures are equal bytes.
/// </summary>
public sealed partial class Figure : IDisposable
{
    private readonly Header _header;
    private readonly int _columns;
    private readonly float _panelHeight;

    internal Figure(PlotStyle style, Header header, IReadOnlyList<Panel> panels, int columns, float panelHeight)
    {
        (Style, _header, Panels, _columns, _panelHeight) = (style, header, panels, columns, panelHeight);
        var rows = (panels.Count + columns - 1) / columns;
        Height = MathF.Ceiling(header.Height + rows * panelHeight + style.Margin / 2);
    }

    internal Figure(PlotStyle style, Header header, Panel panel)
        : this(style, header, [panel], 1, style.PanelHeight)
    {
    }

    public PlotStyle Style { get; }

    /// <summary>Row by row.</summary>
    public IReadOnlyList<Panel> Panels { get; }

    /// <summary>In units of the style, whole.</summary>
    public float Height { get; }

    /// <summary>The whole file.</summary>
    public byte[] Bytes(FigureFormat format) => format switch
    {
        FigureFormat.Svg => Svg(),
        FigureFormat.Png => Png(),
        _ => Pdf(),
    };

    public void Dispose()
    {
        foreach (var panel in Panels)
        {
            panel.Dispose();
        }
    }

    private byte[] Svg()
    {
        using var stream = new MemoryStream();
        using (var canvas = SKSvgCanvas.Create(new SKRect(0, 0, Style.Width, Height), stream))
        {
            Draw(canvas);
        }

        var drawn = Encoding.UTF8.GetString(stream.ToArray());
        var body = drawn[(drawn.IndexOf('>', drawn.IndexOf("<svg", StringComparison.Ordinal)) + 1)..].Replace(
            $"font-family=\"{PlotFont.Name}\"", $"font-family=\"{PlotFont.Name}, Arial, Helvetica, sans-serif\"",
            StringComparison.Ordinal);
        body = Text().Replace(body, "x=\"$1\" y=\"$2\">$3</text>");
        var name = SecurityElement.Escape(_header.Description);
        var (width, unit) = (Style.Width, Style.Unit);
        var size = string.Create(CultureInfo.InvariantCulture,
            $"width=\"{width}{unit}\" height=\"{Height}{unit}\" viewBox=\"0 0 {width} {Height}\"");
        return Encoding.UTF8.GetBytes(
            $"<svg xmlns=\"http://www.w3.org/2000/svg\" xmlns:xlink=\"http://www.w3.org/1999/xlink\" {size}"
            + $" role=\"img\" aria-label=\"{name}\">\n<title>{name}</title>{Numbered(body)}");
    }

    // Skia numbers what clips by all that the process has drawn so far.
    private static string Numbered(string svg)
    {
        var numbers = new Dictionary<string, int>();
        return ClipId().Replace(svg, found =>
        {
            numbers.TryAdd(found.Value, numbers.Count + 1);
            return FormattableString.Invariant($"clip{numbers[found.Value]}");
        });
    }

    // Skia places every letter; another font that is shown instead has widths of its own.
    [GeneratedRegex("""x="([^",]+)[^"]*" y="([^",]+)[^"]*">\s*(.*?)\s*</text>""")]
    private static partial Regex Text();

    [GeneratedRegex("\\bcl_[0-9a-f]+\\b")]
    private static partial Regex ClipId();

    private byte[] Png()
    {
        var scale = Style.PngScale;
        using var surface = SKSurface.Create(
            new SKImageInfo((int)MathF.Round(Style.Width * scale), (int)MathF.Round(Height * scale)));
        surface.Canvas.Scale(scale);
        Draw(surface.Canvas);
        using var image = surface.Snapshot();
        using var png = image.Encode(SKEncodedImageFormat.Png, 100);
        return png.ToArray();
    }

    // Without dates, which would differ from one time to the next.
    private byte[] Pdf()
    {
        using var stream = new MemoryStream();
        var metadata = new SKDocumentPdfMetadata
        {
            Title = _header.Title, Subject = _header.Description, RasterDpi = 300,
        };
        using (var document = SKDocument.CreatePdf(stream, metadata))
        {
            Draw(document.BeginPage(Style.Width, Height));
            document.EndPage();
            document.Close();
        }

        return stream.ToArray();
    }

    private void Draw(SKCanvas canvas)
    {
        canvas.Clear(SKColors.White);
        _header.Draw(canvas);
        var width = (Style.Width - Style.Margin) / _columns;
        foreach (var (index, panel) in Panels.Index())
        {
            var left = Style.Margin / 2 + index % _columns * width;
            var top = _header.Height + index / _columns * _panelHeight;
            panel.Draw(canvas, new PixelRect(left, left + width, top + _panelHeight, top));
        }
    }
}
