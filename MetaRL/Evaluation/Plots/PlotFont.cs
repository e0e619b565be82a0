using ScottPlot;
using SkiaSharp;

namespace MetaRL.Evaluation.Plots;

/// <summary>
/// Liberation Sans, which is part of the assembly: the same text on machines with other fonts, or none. It is as wide
/// as Arial and Helvetica, which stand in for it where an SVG is shown.
/// </summary>
internal sealed class PlotFont : IFontResolver
{
    public const string Name = "Liberation Sans";

    private static readonly Lazy<SKTypeface> Regular = new(() => Load("Regular"));
    private static readonly Lazy<SKTypeface> Bold = new(() => Load("Bold"));

    static PlotFont() => Fonts.FontResolvers.Insert(0, new PlotFont());

    private PlotFont()
    {
    }

    /// <summary>A text of one style, with the font known to the library.</summary>
    public static LabelStyle Text(float size, Color color, bool bold = false) => new()
    {
        FontName = Name, FontSize = size, ForeColor = color, Bold = bold, SubpixelText = true,
    };

    public SKTypeface? CreateTypeface(string fontName, FontWeight weight, FontSlant slant, FontSpacing spacing) =>
        CreateTypeface(fontName, weight >= FontWeight.SemiBold, slant != FontSlant.Upright);

    public SKTypeface? CreateTypeface(string fontName, bool bold, bool italic) =>
        fontName != Name ? null : bold ? Bold.Value : Regular.Value;

    private static SKTypeface Load(string weight)
    {
        var assembly = typeof(PlotFont).Assembly;
        using var file = assembly.GetManifestResourceStream($"LiberationSans-{weight}.ttf")
            ?? throw new InvalidOperationException($"The assembly must hold LiberationSans-{weight}.ttf.");
        using var bytes = SKData.Create(file);
        return SKTypeface.FromData(bytes);
    }
}
