using static ImGuiNET.Native;

namespace ImGuiNET;

/// <summary>A font at one size; lengths are in pixels.</summary>
public readonly unsafe struct ImFontPtr
{
    internal ImFontPtr(nint native) => NativePtr = native;

    public ref float FontSize => ref *imgui_font_size(NativePtr);

    public ref float Ascent => ref *imgui_font_ascent(NativePtr);

    /// <summary>Lowest point below the baseline, a negative number.</summary>
    public ref float Descent => ref *imgui_font_descent(NativePtr);

    internal nint NativePtr { get; }

    /// <summary>The glyph of a character, or else the one that stands for unknown ones.</summary>
    public ImFontGlyphPtr FindGlyph(ushort c) => new(imgui_font_glyph(NativePtr, c));
}
