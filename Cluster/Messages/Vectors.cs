using System.Runtime.InteropServices;

namespace MetaRL.Cluster.Messages;

/// <summary>Vectors as bytes, which a message copies at once; machines of one kind read them as they are.</summary>
internal static class Vectors
{
    public static byte[] Bytes<T>(ReadOnlySpan<T> values)
        where T : unmanaged => MemoryMarshal.AsBytes(values).ToArray();

    /// <exception cref="ArgumentException">The bytes are no whole numbers of them.</exception>
    public static T[] Of<T>(ReadOnlySpan<byte> bytes)
        where T : unmanaged => bytes.Length % Marshal.SizeOf<T>() == 0
        ? MemoryMarshal.Cast<byte, T>(bytes).ToArray()
        : throw new ArgumentException($"{bytes.Length} bytes are no vector.");
}
