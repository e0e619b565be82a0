using System.Globalization;

namespace MetaRL.Viewer.Drawing;

/// <summary>Red, green, blue and opacity, each in [0, 1].</summary>
public readonly record struct Color(float R, float G, float B, float A = 1)
{
    /// <summary>From a notation such as <c>#56b4e9</c>.</summary>
    public static Color Of(string hex)
    {
        var value = uint.Parse(hex.AsSpan(1), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
        return new Color(((value >> 16) & 255) / 255f, ((value >> 8) & 255) / 255f, (value & 255) / 255f);
    }

    public Color WithAlpha(float alpha) => this with { A = alpha };

    /// <summary>This colour at 0, the other at 1.</summary>
    public Color Mix(Color other, float share)
    {
        var t = Math.Clamp(share, 0, 1);
        return new Color(
            R + (t * (other.R - R)), G + (t * (other.G - G)), B + (t * (other.B - B)), A + (t * (other.A - A)));
    }

    /// <summary>0xAABBGGRR, as four bytes R, G, B, A in memory.</summary>
    internal uint Packed => Byte(R) | (Byte(G) << 8) | (Byte(B) << 16) | (Byte(A) << 24);

    private static uint Byte(float share) => (uint)((Math.Clamp(share, 0, 1) * 255) + 0.5f);
}
