using System.Runtime.InteropServices;

namespace MetaRL.Viewer.Drawing;

/// <summary>A glyph: its box in pixels, its box in the atlas in [0, 1], and its colour 0xAABBGGRR.</summary>
[StructLayout(LayoutKind.Sequential)]
internal readonly record struct GlyphInstance(
    float X0, float Y0, float X1, float Y1, float U0, float V0, float U1, float V1, uint Color);
