using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace MetaRL.Viewer.Offscreen;

/// <summary>Portable Network Graphics, ISO/IEC 15948: 8 bits of red, green and blue, without interlacing.</summary>
internal static class PngEncoding
{
    private const int HeaderBytes = 13;
    private const byte BitsPerSample = 8;
    private const byte TrueColor = 2;
    private const byte DifferenceToAbove = 2; // filter "Up": drawn pictures repeat themselves downwards

    private static readonly byte[] Signature = [137, 80, 78, 71, 13, 10, 26, 10];
    private static readonly uint[] Remainders = [.. Enumerable.Range(0, 256).Select(value => Remainder((uint)value))];

    /// <param name="width">Pixels in a row.</param>
    /// <param name="height">Rows.</param>
    /// <param name="rgb">Rows from the top, [height · width · 3].</param>
    public static byte[] Encode(int width, int height, ReadOnlySpan<byte> rgb)
    {
        using var file = new MemoryStream();
        file.Write(Signature);
        Span<byte> header = stackalloc byte[HeaderBytes];
        header.Clear();
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header[4..], height);
        (header[8], header[9]) = (BitsPerSample, TrueColor);
        WriteChunk(file, "IHDR", header);
        WriteChunk(file, "IDAT", Compress(width * 3, height, rgb));
        WriteChunk(file, "IEND", []);
        return file.ToArray();
    }

    private static byte[] Compress(int stride, int height, ReadOnlySpan<byte> rgb)
    {
        using var compressed = new MemoryStream();
        using (var stream = new ZLibStream(compressed, CompressionLevel.Optimal, leaveOpen: true))
        {
            var line = new byte[stride + 1];
            line[0] = DifferenceToAbove;
            for (var row = 0; row < height; row++)
            {
                for (var at = 0; at < stride; at++)
                {
                    var here = (row * stride) + at;
                    line[at + 1] = (byte)(rgb[here] - (row == 0 ? 0 : rgb[here - stride]));
                }

                stream.Write(line);
            }
        }

        return compressed.ToArray();
    }

    // Length, type, data, and the CRC-32 of the last two.
    private static void WriteChunk(MemoryStream file, string type, ReadOnlySpan<byte> data)
    {
        byte[] body = [.. Encoding.ASCII.GetBytes(type), .. data];
        Span<byte> number = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(number, data.Length);
        file.Write(number);
        file.Write(body);
        var crc = uint.MaxValue;
        foreach (var value in body)
        {
            crc = Remainders[(crc ^ value) & 0xff] ^ (crc >> 8);
        }

        BinaryPrimitives.WriteUInt32BigEndian(number, ~crc);
        file.Write(number);
    }

    // Of one byte by the polynomial of CRC-32, its bits reversed.
    private static uint Remainder(uint value)
    {
        for (var bit = 0; bit < 8; bit++)
        {
            value = (value & 1) != 0 ? 0xedb88320 ^ (value >> 1) : value >> 1;
        }

        return value;
    }
}
