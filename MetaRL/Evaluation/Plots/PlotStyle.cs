namespace MetaRL.Evaluation.Plots;

/// <summary>
/// Sizes of everything in a figure. A unit is a pixel on a page, and a point (1/72 inch) on paper.
/// </summary>
public sealed record PlotStyle
{
    /// <summary>A page on GitHub, 760 pixels wide; PNG for screens of twice that density.</summary>
    public static readonly PlotStyle Page = new()
    {
        Width = 760, PanelHeight = 330, Title = 16, Text = 12, Line = 2.25f, Marker = 9, Margin = 16,
        PngScale = 2, Unit = "px",
    };

    /// <summary>
    /// A column of a two-column paper: 3.3 inches wide, text of 8 points, PNG of 300 dots per inch. What belongs into
    /// the caption is not drawn.
    /// </summary>
    public static readonly PlotStyle Column = new()
    {
        Width = 237.6f, PanelHeight = 136, Title = 8, Text = 8, Line = 1.1f, Marker = 4.5f, Margin = 2,
        PngScale = 300f / 72, Unit = "pt", Captioned = true,
    };

    /// <summary>Of the whole figure.</summary>
    public required float Width { get; init; }

    /// <summary>Of axes with what is between them; title and legend add to it.</summary>
    public required float PanelHeight { get; init; }

    /// <summary>Size of the title's font.</summary>
    public required float Title { get; init; }

    /// <summary>Size of every other font.</summary>
    public required float Text { get; init; }

    /// <summary>Width of a curve; thin lines are half as wide.</summary>
    public required float Line { get; init; }

    /// <summary>Diameter of a marker.</summary>
    public required float Marker { get; init; }

    /// <summary>Around the figure.</summary>
    public required float Margin { get; init; }

    /// <summary>Pixels of a PNG for one unit.</summary>
    public required float PngScale { get; init; }

    /// <summary>CSS unit of an SVG's size.</summary>
    public required string Unit { get; init; }

    /// <summary>Whether a caption says what the bands are, so that the figure need not.</summary>
    public bool Captioned { get; init; }

    internal float ThinLine => Line / 2;

    internal float Hairline => Line / 3;
}
