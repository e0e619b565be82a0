using ImGuiNET;

namespace Silk.NET.OpenGL.Extensions.ImGui;

/// <summary>A font to use instead of Dear ImGui's own.</summary>
/// <param name="fontPath">A TrueType font.</param>
/// <param name="fontSize">Height of a line in pixels.</param>
/// <param name="getGlyphRange">First and last characters in turn, closed by a 0.</param>
public readonly struct ImGuiFontConfig(string fontPath, int fontSize, Func<ImGuiIOPtr, IntPtr>? getGlyphRange = null)
{
    public string FontPath { get; } = fontPath;

    public int FontSize { get; } = fontSize > 0
        ? fontSize
        : throw new ArgumentOutOfRangeException(nameof(fontSize), fontSize, "The size of a font must be above 0.");

    public Func<ImGuiIOPtr, IntPtr>? GetGlyphRange { get; } = getGlyphRange;
}
