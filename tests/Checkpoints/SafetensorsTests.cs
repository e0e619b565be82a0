using System.Text;
using MetaRL.Checkpoints;
using Xunit;
using static TorchSharp.torch;

namespace MetaRL.Tests.Checkpoints;

public sealed class SafetensorsTests
{
    private static readonly byte[] TwoFloats = [0, 0, 128, 63, 0, 0, 0, 64]; // 1, 2

    [Fact]
    public void ToBytes_OneTensor_IsTheFormatsHeader()
    {
        var bytes = new Safetensors([Tensor("w", TwoFloats)], new Dictionary<string, string> { ["a"] = "b" }).ToBytes();

        Assert.Equal(
            """{"__metadata__":{"a":"b","sha256":"b9c80b5adeca450753a16950c3cc655d271f7bef7a485bc83f112b72fef21d37","""
            + """ "sha256_header":"9ec0f0c8b23e238d625a62cbdcec8492c8dd126eff8d902b084cdd75799fd33f"},""".TrimStart()
            + """ "w":{"dtype":"F32","shape":[2],""".TrimStart()
            + """ "data_offsets":[0,8]}}""".TrimStart(),
            Encoding.UTF8.GetString(bytes[8..^8]).TrimEnd());
    }

    [Fact]
    public void ToBytes_OneTensor_BeginsWithTheHeadersLength()
    {
        var bytes = new Safetensors([Tensor("w", TwoFloats)], new Dictionary<string, string>()).ToBytes();

        Assert.Equal(bytes.Length - 16, BitConverter.ToInt64(bytes));
    }

    [Fact]
    public void ToBytes_OneTensor_EndsWithItsNumbers()
    {
        var bytes = new Safetensors([Tensor("w", TwoFloats)], new Dictionary<string, string>()).ToBytes();

        Assert.Equal(TwoFloats, bytes[^8..]);
    }

    [Fact]
    public void FromBytes_FileOfAnotherWriter_ReadsIt()
    {
        const string Header = """
            {"b":{"dtype":"I64","shape":[],"data_offsets":[4,12]},"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}
            """;

        var file = Safetensors.FromBytes(Bytes(Header, [0, 0, 128, 63, 7, 0, 0, 0, 0, 0, 0, 0]));

        Assert.Equal(["a", "b"], file.Tensors.Select(tensor => tensor.Name));
    }

    [Theory]
    [InlineData(0.1f)]
    [InlineData(-0f)]
    [InlineData(float.NaN)]
    [InlineData(float.NegativeInfinity)]
    [InlineData(float.Epsilon)]
    public void On_NumberFromATensor_HasTheSameBits(float number)
    {
        using var scope = NewDisposeScope();
        var stored = StoredTensor.From("x", tensor(number));

        var bits = BitConverter.SingleToInt32Bits(stored.On(CPU).item<float>());

        Assert.Equal(BitConverter.SingleToInt32Bits(number), bits);
    }

    [Fact]
    public void From_Transposed_StoresItsOwnOrder()
    {
        using var scope = NewDisposeScope();
        var stored = StoredTensor.From("x", arange(4).view(2, 2).t());

        Assert.Equal([0, 2, 1, 3], stored.On(CPU).data<long>().ToArray());
    }

    [Fact]
    public void From_UnstoredType_IsRefused()
    {
        using var scope = NewDisposeScope();

        Assert.Throws<ArgumentException>(() => StoredTensor.From("x", tensor(true)));
    }

    [Theory]
    [InlineData(
        """{"w":{"dtype":"F32","shape":[2],"data_offsets":[0,4]}}""",
        "the offsets of the tensor 'w' do not fit its shape")]
    [InlineData(
        """{"w":{"dtype":"F32","shape":[-2],"data_offsets":[0,8]}}""",
        "the offsets of the tensor 'w' do not fit its shape")]
    [InlineData("""{"w":{"dtype":"F32","shape":[4],"data_offsets":[0,16]}}""", "it is cut short")]
    [InlineData(
        """{"w":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}""",
        "its tensors take 4 bytes, but 8 follow the header")]
    [InlineData(
        """{"w":{"dtype":"BF16","shape":[4],"data_offsets":[0,8]}}""",
        "the tensor 'w' is of type BF16; only F32, F64 and I64 are read")]
    [InlineData(
        """{"__metadata__":{"sha256":"00"},"w":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}""",
        "its bytes are not those that were written: the checksum differs")]
    [InlineData("""{"w":{"shape":[2],"data_offsets":[0,8]}}""", "its header is damaged")]
    [InlineData("""{"w":{"dtype":"F32","shape":[2],"data_offsets":[0]}}""", "its header is damaged")]
    [InlineData("""{"w":{"dtype":"F32","shape":["2"],"data_offsets":[0,8]}}""", "its header is damaged")]
    [InlineData("""{"w":5}""", "its header is damaged")]
    [InlineData("[]", "its header is damaged")]
    [InlineData("{oops", "its header is damaged")]
    public void FromBytes_BrokenHeader_SaysHow(string header, string expected)
    {
        var error = Assert.Throws<SafetensorsException>(() => Safetensors.FromBytes(Bytes(header, TwoFloats)));

        Assert.Equal(expected, error.Message);
    }

    [Fact]
    public void FromBytes_NoBytes_SaysSo() => Assert.Equal(
        "it has 0 bytes, fewer than the 8 that every such file begins with",
        Assert.Throws<SafetensorsException>(() => Safetensors.FromBytes(Array.Empty<byte>())).Message);

    [Fact]
    public void FromBytes_Text_SaysSo() => Assert.Equal(
        "it does not begin with the length of a header",
        Assert.Throws<SafetensorsException>(() => Safetensors.FromBytes("just some text"u8.ToArray())).Message);

    [Fact]
    public void FromBytes_HeaderCutShort_SaysSo() => Assert.Equal(
        "it is cut short within its header",
        Assert.Throws<SafetensorsException>(() => Safetensors.FromBytes(Bytes("{}", []).AsMemory(0, 9))).Message);

    private static StoredTensor Tensor(string name, byte[] bytes) => new(name, ScalarType.Float32, [2], bytes);

    private static byte[] Bytes(string header, byte[] body) =>
        [.. BitConverter.GetBytes((long)header.Length), .. Encoding.UTF8.GetBytes(header), .. body];
}
