using System.Buffers.Binary;
using System.Text;

namespace MetaRL.Tests.Compat;

/// <summary>
/// A 64-bit ELF file of five sections: strings, three dynamic symbols, their versions, the needed versions and one
/// relocation.
/// </summary>
/// <remarks>
/// It asks libmade.so for MADE_1 (symbol 1) and MADE_2 (symbol 2); the relocation is of the symbol that is given.
/// </remarks>
internal sealed class MadeUpElf
{
    private const int Header = 64, SectionHeader = 64;
    private readonly List<byte> _file = [.. new byte[Header]];
    private readonly List<byte[]> _sections = [];

    public MadeUpElf(int relocated)
    {
        var strings = Encoding.ASCII.GetBytes("\0libmade.so\0MADE_1\0MADE_2\0first\0second\0");
        _ = Add(0, [], 0, 0, 0);
        // SHT_STRTAB, section 1
        _ = Add(3, strings, 0, 0, 0);
        // SHT_DYNSYM, section 2
        _ = Add(11, [.. Symbol(0), .. Symbol(At(strings, "first")), .. Symbol(At(strings, "second"))], 1, 0, 24);
        // SHT_GNU_versym: one is hidden
        Versions = Add(0x6fffffff, [.. Half(0), .. Half(7), .. Half(0x8008)], 2, 0, 2);
        Needs = Add(
            0x6ffffffe, // SHT_GNU_verneed
            [
                .. Half(1), .. Half(2), .. Word(At(strings, "libmade.so")), .. Word(16), .. Word(0),
                .. Word(0), .. Half(0), .. Half(7), .. Word(At(strings, "MADE_1")), .. Word(16),
                .. Word(0), .. Half(0), .. Half(8), .. Word(At(strings, "MADE_2")), .. Word(0),
            ],
            1, 1, 0);
        // SHT_RELA: R_X86_64_GLOB_DAT
        _ = Add(4, [.. Long(0), .. Word(6), .. Word(relocated), .. Long(0)], 2, 0, 24);
    }

    /// <summary>Where the symbols' versions are, 2 bytes each.</summary>
    public int Versions { get; }

    /// <summary>
    /// Where the needed versions are: the library, then MADE_1 at 16 and MADE_2 at 32, whose flags are 4 bytes in.
    /// </summary>
    public int Needs { get; }

    public byte[] ToArray()
    {
        var body = _file.ToArray();
        "\u007fELF\u0002\u0001\u0001"u8.CopyTo(body);
        BinaryPrimitives.WriteInt64LittleEndian(body.AsSpan(40), body.Length);
        BinaryPrimitives.WriteInt16LittleEndian(body.AsSpan(58), SectionHeader);
        BinaryPrimitives.WriteInt16LittleEndian(body.AsSpan(60), (short)_sections.Count);
        return [.. body, .. _sections.SelectMany(section => section)];
    }

    private int Add(uint type, byte[] content, int link, int info, int entrySize)
    {
        var offset = _file.Count;
        _file.AddRange(content);
        _sections.Add(
        [
            .. Word(0), .. Word((int)type), .. Long(0), .. Long(0), .. Long(offset), .. Long(content.Length),
            .. Word(link), .. Word(info), .. Long(0), .. Long(entrySize),
        ]);
        return offset;
    }

    private static byte[] Symbol(int name) => [.. Word(name), .. new byte[20]];

    private static int At(byte[] strings, string text) =>
        strings.AsSpan().IndexOf(Encoding.ASCII.GetBytes($"\0{text}\0")) + 1;

    private static byte[] Half(int number) => BitConverter.GetBytes((ushort)number);

    private static byte[] Word(int number) => BitConverter.GetBytes(number);

    private static byte[] Long(long number) => BitConverter.GetBytes(number);
}
