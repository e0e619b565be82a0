using System.Buffers.Binary;
using System.Globalization;
using System.Numerics;
using System.Text;

namespace TorchSharp.TensorBoard;

/// <summary>
/// A TFRecord file of TensorFlow's Event messages. A record is its length (8 bytes), the masked CRC-32C of these bytes
/// (4), the message, and the masked CRC-32C of the message (4), all little-endian.
/// </summary>
internal sealed class EventFile
{
    private static int made;

    private readonly string path;

    internal EventFile(string directory, string? suffix)
    {
        Directory.CreateDirectory(directory);
        string process = string.Create(
            CultureInfo.InvariantCulture, $"{Environment.ProcessId}.{Interlocked.Increment(ref made)}");
        string name = $"events.out.tfevents.{Now()}.{Environment.MachineName}.{process}";
        path = Path.Combine(directory, string.IsNullOrEmpty(suffix) ? name : $"{name}.{suffix}");
        Append(Message(null, "brain.Event:2", 0, Now()));
    }

    /// <summary>A Summary with one number.</summary>
    internal static byte[] Scalar(string tag, float scalar)
    {
        var value = new ProtobufWriter();
        value.Text(1, tag);
        value.Float(2, scalar);
        return Summary(value);
    }

    /// <summary>A Summary with one string, as TensorBoard's text plugin expects it.</summary>
    internal static byte[] Text(string tag, string text)
    {
        var plugin = new ProtobufWriter();
        plugin.Text(1, "text");
        var metadata = new ProtobufWriter();
        metadata.Bytes(1, plugin.ToArray());
        var dimension = new ProtobufWriter();
        dimension.Integer(1, 1);
        var shape = new ProtobufWriter();
        shape.Bytes(2, dimension.ToArray());
        var tensor = new ProtobufWriter();
        tensor.Integer(1, 7); // DT_STRING
        tensor.Bytes(2, shape.ToArray());
        tensor.Text(8, text);
        var value = new ProtobufWriter();
        value.Text(1, tag + "/text_summary");
        value.Bytes(8, tensor.ToArray());
        value.Bytes(9, metadata.ToArray());
        return Summary(value);
    }

    internal void Write(byte[] summary, int step, long? walltime) =>
        Append(Message(summary, null, step, walltime ?? Now()));

    private static long Now() => DateTimeOffset.UtcNow.ToUnixTimeSeconds();

    private static byte[] Summary(ProtobufWriter value)
    {
        var summary = new ProtobufWriter();
        summary.Bytes(1, value.ToArray());
        return summary.ToArray();
    }

    private static byte[] Message(byte[]? summary, string? version, int step, long walltime)
    {
        var message = new ProtobufWriter();
        message.Double(1, walltime);
        message.Integer(2, step);
        if (version is not null) message.Text(3, version);
        if (summary is not null) message.Bytes(5, summary);
        return message.ToArray();
    }

    private static uint MaskedChecksum(ReadOnlySpan<byte> bytes)
    {
        uint crc = uint.MaxValue;
        foreach (byte octet in bytes) crc = BitOperations.Crc32C(crc, octet);
        return BitOperations.RotateRight(~crc, 15) + 0xa282ead8;
    }

    private void Append(byte[] message)
    {
        var record = new byte[message.Length + 16];
        BinaryPrimitives.WriteInt64LittleEndian(record, message.Length);
        BinaryPrimitives.WriteUInt32LittleEndian(record.AsSpan(8), MaskedChecksum(record.AsSpan(0, 8)));
        message.CopyTo(record, 12);
        BinaryPrimitives.WriteUInt32LittleEndian(record.AsSpan(message.Length + 12), MaskedChecksum(message));
        using var stream = new FileStream(path, FileMode.Append, FileAccess.Write, FileShare.Read);
        stream.Write(record);
    }

    /// <summary>Fields of one message in Protocol Buffers' wire format.</summary>
    private sealed class ProtobufWriter
    {
        private readonly List<byte> bytes = [];

        internal byte[] ToArray() => [.. bytes];

        internal void Integer(int field, long value)
        {
            Varint((ulong)field << 3);
            Varint((ulong)value);
        }

        internal void Double(int field, double value)
        {
            Varint(((ulong)field << 3) | 1);
            bytes.AddRange(BitConverter.GetBytes(value));
        }

        internal void Float(int field, float value)
        {
            Varint(((ulong)field << 3) | 5);
            bytes.AddRange(BitConverter.GetBytes(value));
        }

        internal void Text(int field, string value) => Bytes(field, Encoding.UTF8.GetBytes(value));

        internal void Bytes(int field, byte[] value)
        {
            Varint(((ulong)field << 3) | 2);
            Varint((ulong)value.Length);
            bytes.AddRange(value);
        }

        private void Varint(ulong value)
        {
            for (; value >= 0x80; value >>= 7) bytes.Add((byte)(value | 0x80));
            bytes.Add((byte)value);
        }
    }
}
