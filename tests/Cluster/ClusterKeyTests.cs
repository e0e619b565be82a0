using MetaRL.Cluster.Addresses;
using MetaRL.Files;
using Xunit;

namespace MetaRL.Tests.Cluster;

public sealed class ClusterKeyTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("metarl-test-").FullName;

    private string Key => Path.Combine(_folder, "lab.key");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Create_Always_WritesAKeyForItsOwnerAlone()
    {
        ClusterKey.Create(Key);
        using var certificate = ClusterKey.Load(Key);
        Assert.True(certificate.HasPrivateKey);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Key));
    }

    [Fact]
    public void Create_OverAFile_LeavesIt()
    {
        File.WriteAllText(Key, "mine");
        var refused = Assert.Throws<OutputException>(() => ClusterKey.Create(Key));
        Assert.Equal($"{Key}: The file is there already; name another, or delete it.", refused.Message);
        Assert.Equal("mine", File.ReadAllText(Key));
    }

    [Fact]
    public void Load_OfAFileThatOthersRead_SaysWhatToType()
    {
        ClusterKey.Create(Key);
        File.SetUnixFileMode(Key, UnixFileMode.UserRead | UnixFileMode.GroupRead);
        Assert.Equal(
            $"{Key}: Others than you can read this key; type: chmod 600 {Key}",
            Assert.Throws<ClusterException>(() => ClusterKey.Load(Key)).Message);
    }

    [Fact]
    public void Load_OfNoKey_SaysHowToMakeOne()
    {
        File.WriteAllText(Key, "no key");
        File.SetUnixFileMode(Key, UnixFileMode.UserRead);
        Assert.StartsWith(
            $"{Key}: This is no key file; `metarl cluster key` makes one",
            Assert.Throws<ClusterException>(() => ClusterKey.Load(Key)).Message, StringComparison.Ordinal);
    }
}
