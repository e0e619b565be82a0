using System.Buffers.Binary;
using System.IO.Compression;
using MetaRL.Tests.Cli;
using MetaRL.Viewer.Offscreen;
using Xunit;

namespace MetaRL.Tests.Viewer;

/// <summary>Small frames, such as the sample of each family, as llvmpipe drew them, in tests/Viewer/golden.</summary>
/// <remarks>
/// Where one differs, what was drawn lies beside the tests' program, in golden-frames, to be looked at and put there.
/// </remarks>
internal static class GoldenFrame
{
    public const int Width = 160;
    public const int Height = 120;

    private const int HeaderEnd = 33;       // signature and the chunk IHDR
    // that may differ clearly: edges on other drivers, text in other versions of the font
    private const double MostPixels = 0.02;
    private const int Clearly = 32;         // of 255

    public static void AssertEqual(string name, Picture drawn)
    {
        var file = Checkout.Path("tests", "Viewer", "golden", $"{name}.png");
        var share = File.Exists(file)
            ? Different(Decode(File.ReadAllBytes(file), drawn.Width, drawn.Height), drawn.Rgb)
            : 1;
        if (share > MostPixels)
        {
            var folder = Directory.CreateDirectory(Path.Combine(AppContext.BaseDirectory, "golden-frames")).FullName;
            drawn.SavePng(Path.Combine(folder, $"{name}.png"));
        }

        Assert.True(File.Exists(file), $"There is no {name}.png in tests/Viewer/golden.");
        Assert.True(share <= MostPixels, $"{share:P1} of the pixels of {name} differ from tests/Viewer/golden.");
    }

    private static double Different(byte[] golden, ReadOnlySpan<byte> drawn)
    {
        var count = 0;
        for (var pixel = 0; pixel < golden.Length; pixel += 3)
        {
            var most = Math.Max(
                Math.Abs(golden[pixel] - drawn[pixel]),
                Math.Max(
                    Math.Abs(golden[pixel + 1] - drawn[pixel + 1]), Math.Abs(golden[pixel + 2] - drawn[pixel + 2])));
            count += most > Clearly ? 1 : 0;
        }

        return count * 3.0 / golden.Length;
    }

    // Of the one chunk of data and the one filter that this program writes, "Up".
    private static byte[] Decode(byte[] file, int width, int height)
    {
        var length = BinaryPrimitives.ReadInt32BigEndian(file.AsSpan(HeaderEnd));
        using var data = new ZLibStream(new MemoryStream(file, HeaderEnd + 8, length), CompressionMode.Decompress);
        var rgb = new byte[width * height * 3];
        for (var row = 0; row < height; row++)
        {
            Assert.Equal(2, data.ReadByte());
            data.ReadExactly(rgb, row * width * 3, width * 3);
            for (var at = row * width * 3; row > 0 && at < (row + 1) * width * 3; at++)
            {
                rgb[at] += rgb[at - (width * 3)];
            }
        }

        return rgb;
    }
}
