namespace MetaRL.Viewer.Drawing;

/// <summary>Shapes, and glyphs on top of them, that are cut off at one rectangle.</summary>
internal readonly record struct Batch(Area Clip, int FirstShape, int Shapes, int FirstGlyph, int Glyphs);
