using System.Numerics;

namespace MetaRL.Viewer.Drawing;

public sealed partial class Painter
{
    /// <summary>A line of text.</summary>
    /// <param name="text">What it says.</param>
    /// <param name="at">The upper edge of the line, at its start, middle or end.</param>
    /// <param name="color">Of the ink.</param>
    /// <param name="size">Height of the line.</param>
    /// <param name="align">What is at <paramref name="at"/>.</param>
    public void Text(string text, Vector2 at, Color color, TextSize size = TextSize.Normal, Align align = Align.Left)
    {
        var start = at.X - (align switch
        {
            Align.Left => 0,
            Align.Middle => TextWidth(text, size) / 2,
            _ => TextWidth(text, size),
        });

        // On whole pixels, where the glyphs are sharp.
        var (x, y) = (MathF.Round(start * _scale), MathF.Round(at.Y * _scale));
        foreach (var character in text)
        {
            var glyph = _atlas[size, character];
            if (character != ' ')
            {
                Glyphs.Add(new GlyphInstance(
                    x + glyph.X0, y + glyph.Y0, x + glyph.X1, y + glyph.Y1, glyph.U0, glyph.V0, glyph.U1, glyph.V1,
                    color.Packed));
            }

            x += glyph.Advance;
        }
    }

    /// <summary>A line of text whose middle is at a point, both across and down.</summary>
    public void Label(string text, Vector2 centre, Color color, TextSize size = TextSize.Small) =>
        Text(text, centre - new Vector2(0, LineHeight(size) / 2), color, size, Align.Middle);

    public float TextWidth(string text, TextSize size = TextSize.Normal)
    {
        var width = 0f;
        foreach (var character in text)
        {
            width += _atlas[size, character].Advance;
        }

        return width / _scale;
    }

    public float LineHeight(TextSize size = TextSize.Normal) => _atlas.LineHeight(size) / _scale;
}
