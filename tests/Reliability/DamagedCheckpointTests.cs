using MetaRL.Checkpoints;
using MetaRL.Tests.Runs;
using Xunit;

namespace MetaRL.Tests.Reliability;

/// <summary>A checkpoint that is not what was written is refused in one line, or means what was written.</summary>
public sealed class DamagedCheckpointTests : IDisposable
{
    private readonly string _folder = SmallRun.Folder();

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void FromBytes_CutAtAnyByte_IsRefused()
    {
        var whole = Saved();
        Assert.All(Enumerable.Range(0, whole.Length), length => Assert.Null(Meaning(whole[..length])));
    }

    [Fact]
    public void FromBytes_WithAnyBitFlipped_IsRefusedOrMeansTheSame()
    {
        var whole = Saved();
        var expected = Meaning(whole);
        var read = 0;
        for (var bit = 0; bit < 8 * whole.Length; bit++)
        {
            var bytes = whole.ToArray();
            bytes[bit / 8] ^= (byte)(1 << (bit % 8));
            if (Meaning(bytes) is { } meaning)
            {
                Assert.True(expected == meaning, $"Bit {bit} changes what is read.");
                read++;
            }
        }

        // only the name of the header's checksum can be damaged without harm
        Assert.InRange(read, 1, 8 * "sha256_header".Length);
    }

    private byte[] Saved()
    {
        var path = Path.Combine(_folder, "a.safetensors");
        Checkpoint.Save(
            path, SmallRun.State(iteration: 2),
            new CheckpointOwner("maml", "point-navigation", 1, new string('a', 64)));
        return File.ReadAllBytes(path);
    }

    // All that a checkpoint says but for its checksums; null where it is refused.
    private static string? Meaning(byte[] bytes)
    {
        try
        {
            var file = Safetensors.FromBytes(bytes);
            var texts = file.Texts.Where(
                text => !text.Key.StartsWith("sha256", StringComparison.Ordinal) || text.Value.Length != 64)
                .Where(text => !IsHeaderChecksum(text.Key)).Select(text => $"{text.Key}: {text.Value}");
            return string.Join(
                '\n', texts.Concat(file.Tensors.Select(one => $"{one.Name} {Convert.ToHexString(one.Bytes.Span)}")));
        }
        catch (SafetensorsException refused)
        {
            Assert.DoesNotContain('\n', refused.Message);
            return null;
        }
    }

    // Under its own name or one that differs by a bit.
    private static bool IsHeaderChecksum(string key) =>
        key.Length == "sha256_header".Length && key.Zip("sha256_header").Count(pair => pair.First != pair.Second) <= 1;
}
