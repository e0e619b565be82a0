using MetaRL.Compat;
using Xunit;

namespace MetaRL.Tests.Compat;

public sealed class ElfSymbolVersionsTests
{
    private readonly MadeUpElf _elf = new(relocated: 1);

    [Fact]
    public void WithoutNeedFor_AnUnusedVersion_MarksTheNeedAsWeak() =>
        Assert.Equal(2, Changed("MADE_2")[_elf.Needs + 32 + 4]);

    [Fact]
    public void WithoutNeedFor_AnUnusedVersion_LeavesItsSymbolWithoutOne() =>
        Assert.Equal(1, Changed("MADE_2")[_elf.Versions + 4]);

    [Fact]
    public void WithoutNeedFor_AnUnusedVersion_ChangesNothingElse()
    {
        var (before, after) = (_elf.ToArray(), Changed("MADE_2"));
        int[] changed = [.. Enumerable.Range(0, before.Length).Where(at => before[at] != after[at])];
        // the second byte had the hidden bit
        Assert.Equal([_elf.Versions + 4, _elf.Versions + 5, _elf.Needs + 36], changed);
    }

    [Fact]
    public void WithoutNeedFor_AUsedVersion_NamesTheSymbol() =>
        Assert.Equal("first", Assert.Throws<SymbolVersionInUseException>(() => Changed("MADE_1")).Symbol);

    [Fact]
    public void WithoutNeedFor_AVersionThatIsNotAskedFor_Throws() =>
        Assert.Throws<BadImageFormatException>(() => Changed("MADE_3"));

    [Fact]
    public void WithoutNeedFor_ATextFile_Throws() =>
        Assert.Throws<BadImageFormatException>(
            () => ElfSymbolVersions.WithoutNeedFor("#!/bin/sh\n"u8.ToArray(), "MADE_2"));

    [Fact]
    public void WithoutNeedFor_AnyPartOfTheFile_ThrowsNothingElse()
    {
        var whole = _elf.ToArray();
        Assert.All(Enumerable.Range(0, whole.Length), length =>
            Assert.Throws<BadImageFormatException>(() => ElfSymbolVersions.WithoutNeedFor(whole[..length], "MADE_2")));
    }

    private byte[] Changed(string version) => ElfSymbolVersions.WithoutNeedFor(_elf.ToArray(), version);
}
