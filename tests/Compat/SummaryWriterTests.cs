using System.Buffers.Binary;
using System.Text;
using TorchSharp.Modules;
using Xunit;
using static TorchSharp.torch.utils;

namespace MetaRL.Tests.Compat;

public sealed class SummaryWriterTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("metarl-events-").FullName;

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public void SummaryWriter_New_NamesItsFileAsTensorBoardExpects()
    {
        _ = tensorboard.SummaryWriter(_directory);

        Assert.Matches(
            @"^events\.out\.tfevents\.\d{10}\..+$",
            Path.GetFileName(Assert.Single(Directory.GetFiles(_directory))));
    }

    [Fact]
    public void SummaryWriter_New_StartsWithTheVersion()
    {
        _ = tensorboard.SummaryWriter(_directory);

        Assert.Contains("brain.Event:2", Encoding.UTF8.GetString(Records()[0]), StringComparison.Ordinal);
    }

    [Fact]
    public void AddScalar_Record_HasTheBytesOfTheEvent()
    {
        SummaryWriter writer = tensorboard.SummaryWriter(_directory);

        writer.add_scalar("loss", 0.5f, 300, walltime: 2);

        // wall_time 2.0, step 300, summary { value { tag "loss", simple_value 0.5 } }
        Assert.Equal(
            "09-00-00-00-00-00-00-00-40-10-AC-02-2A-0D-0A-0B-0A-04-6C-6F-73-73-15-00-00-00-3F",
            BitConverter.ToString(Records()[1]));
    }

    [Fact]
    public void AddText_Record_HasTextAndPlugin()
    {
        SummaryWriter writer = tensorboard.SummaryWriter(_directory);

        writer.add_text("config", "seed: 1", 0, walltime: 2);

        Assert.Equal(
            "09-00-00-00-00-00-00-00-40-10-00-2A-34-0A-32-0A-13-63-6F-6E-66-69-67-2F-74-65-78-74-5F-73-75-6D-6D-"
            + "61-72-79-42-11-08-07-12-04-12-02-08-01-42-07-73-65-65-64-3A-20-31-4A-08-0A-06-0A-04-74-65-78-74",
            BitConverter.ToString(Records()[1]));
    }

    [Fact]
    public void AddScalars_TwoCurves_HaveDirectoriesOfTheirOwn()
    {
        SummaryWriter writer = tensorboard.SummaryWriter(_directory);

        writer.add_scalars("return", new Dictionary<string, float> { ["maml"] = 1, ["random"] = 0 }, 1);

        Assert.Equal(
            ["return_maml", "return_random"], Directory.GetDirectories(_directory).Select(Path.GetFileName).Order());
    }

    [Fact]
    public void LogDir_Given_IsIt() => Assert.Equal(_directory, tensorboard.SummaryWriter(_directory).LogDir);

    [Theory]
    [InlineData("", 0x00000000u)]
    [InlineData("123456789", 0xE3069283u)]
    public void Checksum_OfKnownText_IsItsCrc32C(string text, uint expected) =>
        Assert.Equal(expected, Crc32C(Encoding.ASCII.GetBytes(text)));

    /// <summary>The messages of the one event file, after checking both checksums of every record.</summary>
    private List<byte[]> Records()
    {
        ReadOnlySpan<byte> rest = File.ReadAllBytes(Directory.GetFiles(_directory).Single());
        List<byte[]> records = [];
        while (rest.Length > 0)
        {
            int length = (int)BinaryPrimitives.ReadInt64LittleEndian(rest);
            byte[] message = rest.Slice(12, length).ToArray();
            Assert.Equal(Masked(rest[..8]), BinaryPrimitives.ReadUInt32LittleEndian(rest[8..]));
            Assert.Equal(Masked(message), BinaryPrimitives.ReadUInt32LittleEndian(rest[(12 + length)..]));
            records.Add(message);
            rest = rest[(16 + length)..];
        }

        return records;
    }

    private static uint Masked(ReadOnlySpan<byte> bytes)
    {
        uint crc = Crc32C(bytes);
        return ((crc >> 15) | (crc << 17)) + 0xA282EAD8;
    }

    /// <summary>Bit by bit, so that it shares nothing with the writer.</summary>
    private static uint Crc32C(ReadOnlySpan<byte> bytes)
    {
        uint crc = 0xFFFFFFFF;
        foreach (byte octet in bytes)
        {
            crc ^= octet;
            for (int bit = 0; bit < 8; bit++) crc = (crc & 1) != 0 ? (crc >> 1) ^ 0x82F63B78 : crc >> 1;
        }

        return ~crc;
    }
}
