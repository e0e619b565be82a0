using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace MetaRL.Tests.Compat;

public sealed class DtypeTests
{
    [Fact]
    public void Tensor_OfInt_IsInt32() => Assert.Equal(ScalarType.Int32, tensor(1).dtype);

    [Fact]
    public void Tensor_OfDouble_IsFloat64() => Assert.Equal(ScalarType.Float64, tensor(1.0).dtype);

    [Fact]
    public void Tensor_OfDoubleWithType_IsOfThatType() =>
        Assert.Equal(ScalarType.Float32, tensor([1.0], ScalarType.Float32).dtype);

    [Fact]
    public void Arange_Integers_IsInt64() => Assert.Equal(ScalarType.Int64, arange(5).dtype);

    [Fact]
    public void Arange_Floats_IsTheDefault() => Assert.Equal(ScalarType.Float32, arange(0.0, 1.0, 0.5).dtype);

    [Fact]
    public void Full_OfInteger_IsInt64() => Assert.Equal(ScalarType.Int64, full(2, 3).dtype);

    [Fact]
    public void Full_OfFloat_IsTheDefault() => Assert.Equal(ScalarType.Float32, full(2, 3.0).dtype);

    [Fact]
    public void Zeros_WithoutType_IsTheDefault() => Assert.Equal(ScalarType.Float32, zeros(2).dtype);

    [Fact]
    public void Randint_WithoutType_IsInt64() => Assert.Equal(ScalarType.Int64, randint(9, [2L]).dtype);

    [Theory]
    [InlineData(ScalarType.Float32, ScalarType.Float32)]
    [InlineData(ScalarType.Float64, ScalarType.Float64)]
    [InlineData(ScalarType.Int64, ScalarType.Float32)]
    [InlineData(ScalarType.Bool, ScalarType.Float32)]
    public void Multiply_ByADouble_KeepsFloatsAndPromotesTheRest(ScalarType type, ScalarType expected) =>
        Assert.Equal(expected, (ones(2, type) * 0.5).dtype);

    [Theory]
    [InlineData(ScalarType.Float32, ScalarType.Float32)]
    [InlineData(ScalarType.Int32, ScalarType.Int32)]
    [InlineData(ScalarType.Byte, ScalarType.Byte)]
    [InlineData(ScalarType.Bool, ScalarType.Int64)]
    public void Multiply_ByAnInteger_KeepsAllButTruth(ScalarType type, ScalarType expected) =>
        Assert.Equal(expected, (ones(2, type) * 2).dtype);

    [Fact]
    public void Multiply_ScalarTensorByADouble_KeepsItsType() =>
        Assert.Equal(ScalarType.Float32, (tensor(1f) * 0.5).dtype);

    [Fact]
    public void Sum_OfLiteralZero_TakesItForAType()
    {
        // C# prefers sum(ScalarType?) here, in the real package as well: write sum(dim: 0).
        Assert.Equal(ScalarType.Byte, zeros([2, 3]).sum(0).dtype);
    }

    [Fact]
    public void Divide_Integers_IsFloat() => Assert.Equal(ScalarType.Float32, (arange(3) / 2).dtype);

    [Fact]
    public void Item_OfAnotherType_Throws() => Assert.Throws<ArgumentException>(() => tensor(1f).item<double>());

    [Fact]
    public void Item_OfManyElements_Throws() => Assert.Throws<ArgumentException>(() => zeros(2).item<float>());

    [Fact]
    public void Data_OfAnotherType_Throws() => Assert.Throws<ArgumentException>(() => zeros(2).data<double>());

    [Fact]
    public void FloatConversion_OfInteger_Converts() => Assert.Equal(7f, (float)tensor(7L));

    [Fact]
    public void BoolConversion_OfOne_IsTrue() => Assert.True((bool)tensor(1f));

    [Fact]
    public void Data_OfTransposed_IsInRowMajorOrder() =>
        Assert.Equal([1, 4, 2, 5, 3, 6], tensor([1.0, 2, 3, 4, 5, 6], [2, 3]).t().data<double>().ToArray());

    [Fact]
    public void Data_Written_ChangesTheTensor()
    {
        Tensor tensor = zeros([2, 2], ScalarType.Float64);

        tensor.data<double>()[1, 0] = 5;

        Assert.Equal([0, 0, 5, 0], tensor.Numbers());
    }

    [Fact]
    public void Bytes_OfContiguous_AreItsMemory() => Assert.Equal([1, 0, 0, 0], tensor(1).bytes.ToArray());

    [Fact]
    public void Bytes_OfTransposed_Throws() =>
        Assert.Throws<InvalidOperationException>(() => ones([2, 3]).t().bytes.Length);

    [Fact]
    public void Tensor_FromArray_IsACopy()
    {
        double[] array = [1, 2];
        Tensor copy = tensor(array);

        array[0] = 9;

        Assert.Equal([1, 2], copy.Numbers());
    }

    [Fact]
    public void Tensor_ArrayTooShort_Throws() => Assert.Throws<ArgumentException>(() => tensor([1.0], [2]));

    [Fact]
    public void Tensor_OfTwoDimensionalArray_HasItsShape() =>
        Assert.Equal([1, 2], tensor(new float[,] { { 1, 2 } }).shape);

    [Fact]
    public void Frombuffer_WithOffset_TakesThePart() =>
        Assert.Equal([2, 3], frombuffer(new float[] { 1, 2, 3, 4 }, ScalarType.Float32, 2, 1).Numbers());

    [Fact]
    public void Zeros_WithNames_IsRefused() => Assert.Throws<NotSupportedException>(() => zeros(2, names: ["x"]));

    [Fact]
    public void SaveAndLoad_RoundTrip_KeepsTypeShapeAndElements()
    {
        using var stream = new MemoryStream();
        Tensor saved = tensor([1L, 2, 3, 4], [2, 2]);

        saved.Save(stream);
        stream.Position = 0;

        Assert.True(saved.Equals(Tensor.Load(stream)));
    }

    [Fact]
    public void Str_OfMatrix_ShowsShapeTypeAndRows() => Assert.Equal(
        "[2x2], type = Int64, device = cpu\n[[1, 2],\n [3, 4]]", tensor([1L, 2, 3, 4], [2, 2]).str(newLine: "\n"));
}
