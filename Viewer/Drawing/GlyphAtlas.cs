using System.Runtime.InteropServices;
using ImGuiNET;

namespace MetaRL.Viewer.Drawing;

/// <summary>All glyphs of all sizes of text in one image, made by Dear ImGui.</summary>
internal sealed class GlyphAtlas
{
    // Letters of European languages and Greek, punctuation, sub- and superscripts, arrows, mathematical and geometric
    // signs.
    private static readonly ushort[] GlyphRanges = Pinned(
        0x20, 0xff, 0x391, 0x3c9, 0x2010, 0x2030, 0x2070, 0x209c, 0x2190, 0x2199, 0x2200, 0x2265, 0x25a0, 0x25cf, 0);

    private static readonly string[] FontFiles =
        [
            "/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf", "/usr/share/fonts/dejavu/DejaVuSans.ttf",
            "/usr/share/fonts/TTF/DejaVuSans.ttf",
        ];

    private static readonly Lock Building = new(); // Dear ImGui has one context at a time in the whole process
    private static readonly Dictionary<float, GlyphAtlas> Atlases = [];

    private readonly Dictionary<char, Glyph>[] _glyphs;
    private readonly float[] _lines;

    private GlyphAtlas(
        float scale, int width, int height, byte[] coverage, Dictionary<char, Glyph>[] glyphs, float[] lines)
    {
        (Scale, Width, Height, Coverage) = (scale, width, height, coverage);
        (_glyphs, _lines) = (glyphs, lines);
    }

    /// <summary>DejaVu Sans, where the machine has it.</summary>
    public static string? FontFile => Array.Find(FontFiles, File.Exists);

    /// <summary>First and last characters in turn, closed by a 0, where they stay.</summary>
    public static nint Ranges => Marshal.UnsafeAddrOfPinnedArrayElement(GlyphRanges, 0);

    /// <summary>Pixels per unit of drawing.</summary>
    public float Scale { get; }

    public int Width { get; }

    public int Height { get; }

    /// <summary>A byte per pixel, rows from the top, [height · width].</summary>
    public byte[] Coverage { get; }

    /// <summary>Units that a line of text is high.</summary>
    public static float Units(TextSize size) => size switch
    {
        TextSize.Small => 12,
        TextSize.Normal => 15,
        _ => 22,
    };

    /// <summary>The atlas for as many pixels per unit of drawing, made once in a process.</summary>
    /// <remarks>DejaVu Sans where the machine has it, else the font that Dear ImGui brings along.</remarks>
    public static GlyphAtlas For(float scale)
    {
        lock (Building)
        {
            if (!Atlases.TryGetValue(scale, out var atlas))
            {
                atlas = Build(scale);
                Atlases.Add(scale, atlas);
            }

            return atlas;
        }
    }

    private static GlyphAtlas Build(float scale)
    {
        var before = ImGui.GetCurrentContext();
        var context = ImGui.CreateContext();
        ImGui.SetCurrentContext(context);
        try
        {
            var atlas = ImGui.GetIO().Fonts;
            var sizes = Enum.GetValues<TextSize>();
            var loaded = new ImFontPtr[sizes.Length];
            for (var index = 0; index < sizes.Length; index++)
            {
                loaded[index] = FontFile is { } file
                    ? atlas.AddFontFromFileTTF(file, MathF.Round(Units(sizes[index]) * scale), default, Ranges)
                    : atlas.AddFontDefault();
            }

            nint pixels; // its type chooses among ImGui.NET's overloads
            atlas.GetTexDataAsAlpha8(out pixels, out var width, out var height);
            var coverage = new byte[width * height];
            Marshal.Copy(pixels, coverage, 0, coverage.Length);
            return new GlyphAtlas(
                scale, width, height, coverage, [.. loaded.Select(Glyphs)], [.. loaded.Select(font => font.FontSize)]);
        }
        finally
        {
            ImGui.SetCurrentContext(before);
            ImGui.DestroyContext(context);
        }
    }

    /// <summary>The glyph of a character, or a question mark's.</summary>
    public Glyph this[TextSize size, char character] =>
        _glyphs[(int)size].TryGetValue(character, out var glyph) ? glyph : _glyphs[(int)size]['?'];

    /// <summary>Pixels that a line of text is high.</summary>
    public float LineHeight(TextSize size) => _lines[(int)size];

    private static ushort[] Pinned(params ReadOnlySpan<ushort> values)
    {
        var array = GC.AllocateUninitializedArray<ushort>(values.Length, pinned: true);
        values.CopyTo(array);
        return array;
    }

    private static Dictionary<char, Glyph> Glyphs(ImFontPtr font)
    {
        var glyphs = new Dictionary<char, Glyph>();
        for (var range = 0; GlyphRanges[range] != 0; range += 2)
        {
            for (int character = GlyphRanges[range]; character <= GlyphRanges[range + 1]; character++)
            {
                var glyph = font.FindGlyph((ushort)character);
                glyphs.Add((char)character, new Glyph(
                    glyph.X0, glyph.Y0, glyph.X1, glyph.Y1, glyph.U0, glyph.V0, glyph.U1, glyph.V1, glyph.AdvanceX));
            }
        }

        return glyphs;
    }
}
