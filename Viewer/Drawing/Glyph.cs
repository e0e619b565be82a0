namespace MetaRL.Viewer.Drawing;

/// <summary>
/// A character: its box from the upper left corner of its line, in pixels, where it is in the atlas, and where the next
/// one starts.
/// </summary>
internal readonly record struct Glyph(
    float X0, float Y0, float X1, float Y1, float U0, float V0, float U1, float V1, float Advance);
