using System.Runtime.InteropServices;

namespace ImGuiNET;

/// <summary>
/// A glyph: its box from the upper left corner of the line, in pixels, and where it is in the image, in [0, 1].
/// </summary>
public readonly unsafe struct ImFontGlyphPtr
{
    private readonly Glyph* _native;

    internal ImFontGlyphPtr(nint native) => _native = (Glyph*)native;

    public ref float AdvanceX => ref _native->AdvanceX;

    public ref float X0 => ref _native->X0;

    public ref float Y0 => ref _native->Y0;

    public ref float X1 => ref _native->X1;

    public ref float Y1 => ref _native->Y1;

    public ref float U0 => ref _native->U0;

    public ref float V0 => ref _native->V0;

    public ref float U1 => ref _native->U1;

    public ref float V1 => ref _native->V1;

    // ImFontGlyph of imgui.h.
    [StructLayout(LayoutKind.Explicit)]
    private struct Glyph
    {
        [FieldOffset(4)] public float AdvanceX; // after the character and its flags
        [FieldOffset(8)] public float X0;
        [FieldOffset(12)] public float Y0;
        [FieldOffset(16)] public float X1;
        [FieldOffset(20)] public float Y1;
        [FieldOffset(24)] public float U0;
        [FieldOffset(28)] public float V0;
        [FieldOffset(32)] public float U1;
        [FieldOffset(36)] public float V1;
    }
}
