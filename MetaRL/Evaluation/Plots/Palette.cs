using ScottPlot;

namespace MetaRL.Evaluation.Plots;

/// <summary>
/// Colours that stay apart for colour-blind readers (Okabe and Ito 2008; yellow is left out, it fades on white), and
/// markers and dashes so that no line is told by colour alone.
/// </summary>
internal static class Palette
{
    public static readonly Color Ink = new("#1f2328");
    public static readonly Color Faint = new("#59636e");
    public static readonly Color Grid = new("#e4e8ec");
    public static readonly Color Axis = new("#8c959f");
    public static readonly Color Random = new("#818b98");

    // Dashes and gaps in widths of the line.
    public static readonly IReadOnlyList<float> Whole = [];
    public static readonly IReadOnlyList<float> LongDashes = [7, 3.5f];
    public static readonly IReadOnlyList<float> Dots = [1.3f, 2];
    public static readonly IReadOnlyList<float> WideDots = [1.8f, 4];

    private static readonly Color[] Colors =
    [
        new("#0072b2"), new("#d55e00"), new("#009e73"), new("#cc79a7"), new("#e69f00"), new("#56b4e9"),
        new("#7f5539"), new("#6e7781"),
    ];

    // Seven, so that with eight colours 56 algorithms differ.
    private static readonly MarkerShape[] Markers =
    [
        MarkerShape.FilledCircle, MarkerShape.FilledSquare, MarkerShape.FilledTriangleUp, MarkerShape.FilledDiamond,
        MarkerShape.FilledTriangleDown, MarkerShape.Eks, MarkerShape.Cross,
    ];

    private static readonly IReadOnlyList<float>[] Dashes = [Whole, [3, 1.5f], [1.2f, 1.2f], [4, 1.2f, 1.2f, 1.2f]];

    public static Color Color(int index) => Colors[index % Colors.Length];

    public static MarkerShape Marker(int index) => Markers[index % Markers.Length];

    /// <summary>Whole lines for the first round through the colours, then dashed ones.</summary>
    public static IReadOnlyList<float> Dash(int index) => Dashes[index / Colors.Length % Dashes.Length];
}
