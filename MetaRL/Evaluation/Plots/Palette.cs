namespace MetaRL.Evaluation.Plots;

/// <summary>
/// Colours that stay apart for colour-blind readers (Okabe and Ito 2008; yellow is left out, it fades on white), and
/// marker shapes and dashes so that no line is told by colour alone.
/// </summary>
internal static class Palette
{
    public const string Ink = "#1f2328";
    public const string Faint = "#59636e";
    public const string Grid = "#e4e8ec";
    public const string Axis = "#8c959f";
    public const string Optimum = "#1f2328";
    public const string Random = "#818b98";

    private static readonly string[] Colors =
        ["#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9", "#7f5539", "#6e7781"];

    private static readonly MarkerShape[] Markers = Enum.GetValues<MarkerShape>();

    public static string Color(int index) => Colors[index % Colors.Length];

    public static MarkerShape Marker(int index) => Markers[index % Markers.Length];

    /// <summary>Whole lines for the first round through the colours, then dashed ones.</summary>
    public static string? Dash(int index) => (index / Colors.Length) switch
    {
        0 => null,
        1 => "7 3",
        _ => "2 3",
    };
}

internal enum MarkerShape
{
    Circle,
    Square,
    Triangle,
    Diamond,
    TriangleDown,
}

internal static class MarkerShapes
{
    /// <summary>Corners of a shape that looks as large as a circle of radius 1.</summary>
    public static IReadOnlyList<(double X, double Y)> Corners(this MarkerShape shape) => shape switch
    {
        MarkerShape.Square => [(-0.9, -0.9), (0.9, -0.9), (0.9, 0.9), (-0.9, 0.9)],
        MarkerShape.Triangle => [(0, -1.25), (1.15, 0.85), (-1.15, 0.85)],
        MarkerShape.Diamond => [(0, -1.3), (1.3, 0), (0, 1.3), (-1.3, 0)],
        MarkerShape.TriangleDown => [(0, 1.25), (1.15, -0.85), (-1.15, -0.85)],
        _ => throw new ArgumentOutOfRangeException(nameof(shape), shape, "A circle has no corners."),
    };
}
