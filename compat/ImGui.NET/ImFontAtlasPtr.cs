using static ImGuiNET.Native;

namespace ImGuiNET;

/// <summary>Fonts, and one image with all of their glyphs.</summary>
public readonly struct ImFontAtlasPtr
{
    private readonly nint _native;

    internal ImFontAtlasPtr(nint native) => _native = native;

    public ImFontPtr AddFontDefault() => new(imgui_fonts_add_default(_native));

    public ImFontPtr AddFontFromFileTTF(string filename, float size_pixels) =>
        AddFontFromFileTTF(filename, size_pixels, default, 0);

    /// <param name="filename">A TrueType font.</param>
    /// <param name="size_pixels">Height of a line.</param>
    /// <param name="font_cfg">Always the default.</param>
    /// <param name="glyph_ranges">
    /// First and last characters in turn, closed by a 0; read when the image is made.
    /// </param>
    public ImFontPtr AddFontFromFileTTF(
        string filename, float size_pixels, ImFontConfigPtr font_cfg, IntPtr glyph_ranges) =>
        new(imgui_fonts_add_file(_native, filename, size_pixels, glyph_ranges));

    /// <summary>The image, a byte of coverage per pixel; it belongs to the atlas.</summary>
    public void GetTexDataAsAlpha8(out IntPtr out_pixels, out int out_width, out int out_height) =>
        imgui_fonts_pixels(_native, out out_pixels, out out_width, out out_height);
}
