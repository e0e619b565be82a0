using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace MetaRL.Checkpoints;

/// <summary>Named tensors and texts as one file of the safetensors format, which other tools read too.</summary>
/// <remarks>
/// Length of the header, 8 bytes little-endian; the header, JSON {name: {dtype, shape, data_offsets}, "__metadata__":
/// {...}}; then the tensors' bytes without gaps. Among the texts, a SHA-256 of those bytes and one of the header tell a
/// damaged file from a whole one.
/// </remarks>
/// <param name="Tensors">In the order of their bytes.</param>
/// <param name="Texts">The metadata.</param>
public sealed record Safetensors(IReadOnlyList<StoredTensor> Tensors, IReadOnlyDictionary<string, string> Texts)
{
    private const string TextsKey = "__metadata__";
    private const string DigestKey = "sha256"; // of the tensors' bytes
    private const string HeaderDigestKey = "sha256_header"; // of the header with zeros in its own place
    private static readonly string NoDigest = new('0', 64);
    private const int MaxHeader = 100_000_000; // bytes; the limit of the format's reference implementation

    /// <summary>The file's bytes.</summary>
    public byte[] ToBytes()
    {
        using var data = new MemoryStream();
        foreach (var tensor in Tensors)
        {
            data.Write(tensor.Bytes.Span);
        }

        var body = data.GetBuffer().AsSpan(0, (int)data.Length);
        var digest = Digest(body);
        var header = Header(digest, Digest(Header(digest, NoDigest)));
        var bytes = new byte[8 + header.Length + body.Length];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, header.Length);
        header.CopyTo(bytes, 8);
        body.CopyTo(bytes.AsSpan(8 + header.Length));
        return bytes;
    }

    /// <exception cref="SafetensorsException">The bytes break a rule, or their checksum differs.</exception>
    public static Safetensors FromBytes(ReadOnlyMemory<byte> bytes)
    {
        if (bytes.Length < 8)
        {
            throw new SafetensorsException(
                $"it has {bytes.Length} bytes, fewer than the 8 that every such file begins with");
        }

        var length = BinaryPrimitives.ReadInt64LittleEndian(bytes.Span);
        if (length is < 2 or > MaxHeader)
        {
            throw new SafetensorsException("it does not begin with the length of a header");
        }

        if (length > bytes.Length - 8)
        {
            throw new SafetensorsException("it is cut short within its header");
        }

        try
        {
            var header = bytes.Slice(8, (int)length);
            using var json = JsonDocument.Parse(header);
            var file = Read(json.RootElement, bytes[(8 + (int)length)..]);
            return file.Texts.TryGetValue(HeaderDigestKey, out var digest)
                && digest != Digest(Without(digest, header.Span))
                ? throw new SafetensorsException("its header is not the one that was written: the checksum differs")
                : file;
        }
        catch (Exception wrong) when (wrong is JsonException or InvalidOperationException or FormatException
            or KeyNotFoundException or IndexOutOfRangeException or ArgumentException or OverflowException)
        {
            throw new SafetensorsException("its header is damaged", wrong);
        }
    }

    private static string Digest(ReadOnlySpan<byte> bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));

    // The header as it was when its digest was taken.
    private static byte[] Without(string digest, ReadOnlySpan<byte> header)
    {
        var bytes = header.ToArray();
        var at = digest.Length == NoDigest.Length ? header.IndexOf(Encoding.UTF8.GetBytes(digest)) : -1;
        if (at >= 0)
        {
            Encoding.UTF8.GetBytes(NoDigest).CopyTo(bytes, at);
        }

        return bytes;
    }

    private static Safetensors Read(JsonElement header, ReadOnlyMemory<byte> body)
    {
        var texts = header.TryGetProperty(TextsKey, out var metadata)
            ? metadata.EnumerateObject().ToDictionary(text => text.Name, text => text.Value.GetString()!)
            : [];
        var tensors = header.EnumerateObject()
            .Where(entry => entry.Name != TextsKey)
            .Select(entry => (entry.Name, entry.Value, Start: entry.Value.GetProperty("data_offsets")[0].GetInt64()))
            .OrderBy(entry => entry.Start)
            .Select(entry => Tensor(entry.Name, entry.Value, body))
            .ToArray();
        var end = tensors.Sum(tensor => (long)tensor.Bytes.Length);
        if (end != body.Length)
        {
            throw new SafetensorsException($"its tensors take {end} bytes, but {body.Length} follow the header");
        }

        if (texts.TryGetValue(DigestKey, out var digest) && digest != Digest(body.Span))
        {
            throw new SafetensorsException("its bytes are not those that were written: the checksum differs");
        }

        return new Safetensors(tensors, texts);
    }

    private static StoredTensor Tensor(string name, JsonElement entry, ReadOnlyMemory<byte> body)
    {
        var typeName = entry.GetProperty("dtype").GetString();
        var type = StoredTensor.Types.FirstOrDefault(type => type.Name == typeName);
        if (type.Name is null)
        {
            throw new SafetensorsException(
                $"the tensor '{name}' is of type {typeName}; only F32, F64 and I64 are read");
        }

        var shape = entry.GetProperty("shape").EnumerateArray().Select(size => size.GetInt64()).ToArray();
        var offsets = entry.GetProperty("data_offsets");
        var (start, end) = (offsets[0].GetInt64(), offsets[1].GetInt64());
        var size = shape.Aggregate((Int128)type.Size, (product, extent) => product * extent);
        if (shape.Any(extent => extent < 0) || start < 0 || end - start != size)
        {
            throw new SafetensorsException($"the offsets of the tensor '{name}' do not fit its shape");
        }

        return end <= body.Length
            ? new StoredTensor(name, type.Dtype, shape, body[(int)start..(int)end])
            : throw new SafetensorsException("it is cut short");
    }

    private byte[] Header(string digest, string headerDigest)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
        {
            json.WriteStartObject();
            json.WriteStartObject(TextsKey);
            foreach (var (key, text) in Texts.Append(new(DigestKey, digest)).Append(new(HeaderDigestKey, headerDigest)))
            {
                json.WriteString(key, text);
            }

            json.WriteEndObject();
            var offset = 0L;
            foreach (var tensor in Tensors)
            {
                json.WriteStartObject(tensor.Name);
                json.WriteString("dtype", StoredTensor.Types.Single(type => type.Dtype == tensor.Dtype).Name);
                WriteNumbers(json, "shape", tensor.Shape);
                WriteNumbers(json, "data_offsets", [offset, offset += tensor.Bytes.Length]);
                json.WriteEndObject();
            }

            json.WriteEndObject();
        }

        while (stream.Length % 8 != 0)
        {
            stream.WriteByte((byte)' '); // so that the numbers lie at multiples of 8 bytes
        }

        return stream.ToArray();
    }

    private static void WriteNumbers(Utf8JsonWriter json, string key, IEnumerable<long> numbers)
    {
        json.WriteStartArray(key);
        foreach (var number in numbers)
        {
            json.WriteNumberValue(number);
        }

        json.WriteEndArray();
    }
}
