using System.Buffers.Binary;
using System.Text;

namespace MetaRL.Compat;

/// <summary>The symbol versions that a 64-bit ELF library requires of its dependencies.</summary>
/// <remarks>
/// The loader refuses a library that names a version which the system's library lacks, even where nothing uses a symbol
/// of that version. GCC 13 writes such a name (GLIBCXX_3.4.32, of a symbol without a relocation) into every program
/// that prints. Layout: Linux Standard Base 5.0, 10.7 "Symbol Versioning".
/// </remarks>
internal static class ElfSymbolVersions
{
    private const ushort Weak = 2;      // VER_FLG_WEAK: a version that may be missing
    private const ushort Unversioned = 1; // VER_NDX_GLOBAL
    private const ushort Hidden = 0x8000;
    private const uint DynamicSymbols = 11, Relocations = 4, Versions = 0x6fffffff, Needs = 0x6ffffffe; // section types

    /// <summary>A copy of <paramref name="library"/> that loads where <paramref name="version"/> is missing.</summary>
    /// <param name="library">The whole file.</param>
    /// <param name="version">A version that it asks for, such as GLIBCXX_3.4.32.</param>
    /// <exception cref="BadImageFormatException">
    /// It is no 64-bit little-endian ELF library, or asks for no such version.
    /// </exception>
    /// <exception cref="SymbolVersionInUseException">A relocation needs a symbol of that version.</exception>
    public static byte[] WithoutNeedFor(byte[] library, string version)
    {
        var copy = library.ToArray();
        try
        {
            var sections = Sections(copy);
            var need = Need(copy, sections, version)
                ?? throw new BadImageFormatException($"The library asks for no symbol version {version}.");
            WriteUInt16(copy, need.Flags, (ushort)(ReadUInt16(copy, need.Flags) | Weak));
            var symbols = sections.Single(section => section.Type == DynamicSymbols);
            var versions = sections.Single(section => section.Type == Versions);
            var relocated = Relocated(copy, sections);
            for (var symbol = 0; symbol < versions.Size / sizeof(ushort); symbol++)
            {
                var place = versions.Offset + (symbol * sizeof(ushort));
                if ((ReadUInt16(copy, place) & ~Hidden) != need.Index)
                {
                    continue;
                }

                if (relocated.Contains((uint)symbol))
                {
                    var name = Text(
                        copy, sections[symbols.Link], ReadUInt32(copy, symbols.Offset + (symbol * symbols.EntrySize)));
                    throw new SymbolVersionInUseException(version, name);
                }

                WriteUInt16(copy, place, Unversioned);
            }

            return copy;
        }
        catch (Exception damaged) when (damaged
            is ArgumentException or InvalidOperationException or ArithmeticException or IndexOutOfRangeException)
        {
            throw new BadImageFormatException("The library is not a whole 64-bit ELF file.", damaged);
        }
    }

    // Elf64_Shdr: type at 4, offset at 24, size at 32, link at 40, info at 44, size of an entry at 56.
    private static Section[] Sections(byte[] file)
    {
        if (!file.AsSpan().StartsWith("\u007fELF\u0002\u0001"u8)) // 64 bits, little-endian
        {
            throw new BadImageFormatException("The library is not a 64-bit little-endian ELF file.");
        }

        var (start, entry, count) = (ReadOffset(file, 40), ReadUInt16(file, 58), ReadUInt16(file, 60));
        return [.. Enumerable.Range(0, count).Select(index => start + (index * entry)).Select(at => new Section(
            ReadUInt32(file, at + 4), ReadOffset(file, at + 24), ReadOffset(file, at + 32),
            (int)ReadUInt32(file, at + 40), ReadUInt32(file, at + 44), ReadOffset(file, at + 56)))];
    }

    // Elf64_Verneed: entries at 2, first entry at 8, next at 12. Elf64_Vernaux: flags at 4, index at 6, name at 8, next
    // at 12.
    private static (int Flags, ushort Index)? Need(byte[] file, Section[] sections, string version)
    {
        foreach (var section in sections.Where(section => section.Type == Needs))
        {
            var library = section.Offset;
            for (var libraries = section.Info; libraries > 0; libraries--)
            {
                var entry = library + (int)ReadUInt32(file, library + 8);
                for (var left = ReadUInt16(file, library + 2); left > 0; left--)
                {
                    if (Text(file, sections[section.Link], ReadUInt32(file, entry + 8)) == version)
                    {
                        return (entry + 4, (ushort)(ReadUInt16(file, entry + 6) & ~Hidden));
                    }

                    entry += (int)ReadUInt32(file, entry + 12);
                }

                library += (int)ReadUInt32(file, library + 12);
            }
        }

        return null;
    }

    // Elf64_Rela: symbol in the upper half of the number at 8.
    private static HashSet<uint> Relocated(byte[] file, Section[] sections) =>
    [
        .. from section in sections
           where section.Type == Relocations
           from index in Enumerable.Range(0, section.Size / section.EntrySize)
           select ReadUInt32(file, section.Offset + (index * section.EntrySize) + 12),
    ];

    private static string Text(byte[] file, Section strings, uint offset)
    {
        var text = file.AsSpan(strings.Offset, strings.Size)[(int)offset..];
        return Encoding.ASCII.GetString(text[..text.IndexOf((byte)0)]);
    }

    private static ushort ReadUInt16(byte[] file, int at) => BinaryPrimitives.ReadUInt16LittleEndian(file.AsSpan(at));

    private static uint ReadUInt32(byte[] file, int at) => BinaryPrimitives.ReadUInt32LittleEndian(file.AsSpan(at));

    private static int ReadOffset(byte[] file, int at) =>
        checked((int)BinaryPrimitives.ReadUInt64LittleEndian(file.AsSpan(at)));

    private static void WriteUInt16(byte[] file, int at, ushort value) =>
        BinaryPrimitives.WriteUInt16LittleEndian(file.AsSpan(at), value);

    private readonly record struct Section(uint Type, int Offset, int Size, int Link, uint Info, int EntrySize);
}

/// <summary>The library uses a symbol of the version that was to be removed.</summary>
internal sealed class SymbolVersionInUseException(string version, string symbol)
    : Exception($"it needs {symbol} of version {version}")
{
    public string Symbol => symbol;
}
