using MetaRL.Files;
using Xunit;

namespace MetaRL.Tests.Files;

/// <summary>Links to /dev/full stand for a full disk.</summary>
public sealed class AtomicFileTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("metarl files ").FullName;

    private string Place => Path.Combine(_folder, "a.txt");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Write_NewFolder_IsMade()
    {
        AtomicFile.Write(Path.Combine(_folder, "b", "a.txt"), "new");

        Assert.Equal("new", File.ReadAllText(Path.Combine(_folder, "b", "a.txt")));
    }

    [Fact]
    public void Write_FullDisk_NamesTheFileAndTheCure()
    {
        File.CreateSymbolicLink(Place + ".partial", "/dev/full");

        Assert.Equal(
            $"{Place}: The file cannot be written: No space left on device : '{Place}.partial';"
            + " use another --output, or make room and permission for it.",
            Assert.Throws<OutputException>(() => AtomicFile.Write(Place, "new")).Message);
    }

    [Fact]
    public void Write_FullDisk_LeavesWhatWasThereAndNothingElse()
    {
        File.WriteAllText(Place, "old");
        File.CreateSymbolicLink(Place + ".partial", "/dev/full");

        Assert.Throws<OutputException>(() => AtomicFile.Write(Place, "new"));

        Assert.Equal("old", File.ReadAllText(Place));
        Assert.Equal([Place], Directory.GetFileSystemEntries(_folder));
    }

    [Fact]
    public void WriteToDisk_FullDisk_LeavesNothing()
    {
        File.CreateSymbolicLink(Place + ".partial", "/dev/full");

        Assert.Throws<OutputException>(() => AtomicFile.WriteToDisk(Place, [1, 2, 3]));

        Assert.Empty(Directory.GetFileSystemEntries(_folder));
    }

    [Fact]
    public void Write_ALink_WritesWhatItLeadsTo()
    {
        var target = Path.Combine(_folder, "b.txt");
        File.WriteAllText(target, "old");
        File.CreateSymbolicLink(Place, target);

        AtomicFile.Write(Place, "new");

        Assert.Equal((target, "new"), (new FileInfo(Place).LinkTarget, File.ReadAllText(target)));
    }

    [Fact]
    public void Write_ADevice_TakesNotItsPlace()
    {
        File.CreateSymbolicLink(Place, "/dev/full");

        Assert.Equal(
            $"{Place}: The file cannot be written: No space left on device : '/dev/full';"
            + " use another --output, or make room and permission for it.",
            Assert.Throws<OutputException>(() => AtomicFile.Write(Place, "new")).Message);
    }
}
