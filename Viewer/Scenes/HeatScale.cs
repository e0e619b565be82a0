using System.Numerics;
using MetaRL.Viewer.Drawing;

namespace MetaRL.Viewer.Scenes;

/// <summary>Maps values to colours.</summary>
/// <param name="Name">What the values are, such as <c>V</c>.</param>
/// <param name="Low">Value of the darkest colour.</param>
/// <param name="High">Value of the brightest colour.</param>
internal readonly record struct HeatScale(string Name, double Low, double High)
{
    private const int Shades = 24;
    private const float ShadeWidth = 3;

    /// <summary>Where a value is between the lowest and the highest one, in [0, 1]; ½ where all are the same.</summary>
    public double ShareOf(double value) => High > Low ? Math.Clamp((value - Low) / (High - Low), 0, 1) : 0.5;

    public Color ColorOf(double value) => Theme.Heat(ShareOf(value));

    /// <summary>The scale from its lowest to its highest number.</summary>
    /// <param name="painter">Draws it.</param>
    /// <param name="at">Its upper left corner.</param>
    public void Draw(Painter painter, Vector2 at)
    {
        var words = $"{Name}   {Caption.Number(Low)}";
        painter.Text(words, at, Theme.Faint, TextSize.Small);
        var x = at.X + painter.TextWidth(words, TextSize.Small) + 5;
        for (var shade = 0; shade < Shades; shade++)
        {
            painter.Rectangle(
                new Area(x + (shade * ShadeWidth), at.Y + 4, ShadeWidth + 0.5f, 8), Theme.Heat(shade / (Shades - 1.0)));
        }

        painter.Text(
            Caption.Number(High), new Vector2(x + (Shades * ShadeWidth) + 5, at.Y), Theme.Faint, TextSize.Small);
    }
}
