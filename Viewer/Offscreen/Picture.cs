using MetaRL.Files;
using MetaRL.Viewer.Drawing;

namespace MetaRL.Viewer.Offscreen;

/// <summary>Pixels that were drawn, rows from the top, 3 bytes each.</summary>
public sealed class Picture(int width, int height, byte[] rgb)
{
    public int Width => width;

    public int Height => height;

    /// <summary>Red, green and blue, [height · width · 3].</summary>
    public ReadOnlySpan<byte> Rgb => rgb;

    public Color this[int x, int y]
    {
        get
        {
            var at = ((y * width) + x) * 3;
            return new Color(rgb[at] / 255f, rgb[at + 1] / 255f, rgb[at + 2] / 255f);
        }
    }

    /// <exception cref="OutputException">It cannot be written.</exception>
    public void SavePng(string path) => AtomicFile.Write(path, PngEncoding.Encode(width, height, rgb));
}
