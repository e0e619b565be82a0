using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace MetaRL.Tests.Compat;

/// <summary>On the matrix 0 1 2 3 / 4 5 6 7 / 8 9 10 11.</summary>
public sealed class IndexingTests
{
    private readonly Tensor _matrix = arange(12).reshape(3, 4);

    [Fact]
    public void Index_OneNumber_IsTheRow() => Assert.Equal([4, 5, 6, 7], _matrix[1].Numbers());

    [Fact]
    public void Index_TwoNumbers_IsTheElement() => Assert.Equal(6, _matrix[1, 2].item<long>());

    [Fact]
    public void Index_Negative_CountsFromTheEnd() => Assert.Equal(11, _matrix[-1, -1].item<long>());

    [Fact]
    public void Index_ColonAndNumber_IsTheColumn() => Assert.Equal([1, 5, 9], _matrix[TensorIndex.Colon, 1].Numbers());

    [Fact]
    public void Index_Range_IsTheSlice() => Assert.Equal([1, 2], _matrix[0, 1..3].Numbers());

    [Fact]
    public void Index_RangeFromTheEnd_IsTheSlice() => Assert.Equal([2, 3], _matrix[0, ^2..].Numbers());

    [Fact]
    public void Index_SliceWithStep_Skips() =>
        Assert.Equal([0, 2], _matrix[0, TensorIndex.Slice(step: 2)].Numbers());

    [Fact]
    public void Index_Ellipsis_StandsForTheOthers() =>
        Assert.Equal([3, 7, 11], _matrix[TensorIndex.Ellipsis, 3].Numbers());

    [Fact]
    public void Index_None_AddsADimension() =>
        Assert.Equal([3, 1, 4], _matrix[TensorIndex.Colon, TensorIndex.None].shape);

    [Fact]
    public void Index_Tensor_GathersRows() =>
        Assert.Equal([8, 9, 10, 11, 0, 1, 2, 3], _matrix[tensor([2L, 0L])].Numbers());

    [Fact]
    public void Index_TwoTensors_PicksPairs() =>
        Assert.Equal([1, 6], _matrix[tensor([0L, 1L]), tensor([1L, 2L])].Numbers());

    [Fact]
    public void Index_ColonAndTensor_GathersColumns() =>
        Assert.Equal([3, 7, 11], _matrix[TensorIndex.Colon, TensorIndex.Tensor(tensor([3L]))].Numbers());

    [Fact]
    public void Index_Mask_PicksWhereTrue() => Assert.Equal([9, 10, 11], _matrix[_matrix > 8].Numbers());

    [Fact]
    public void Index_MaskOverRowsThenNumber_AppliesBoth() => Assert.Equal(
        [1, 9], _matrix[TensorIndex.Tensor(tensor([true, false, true])), 1].Numbers());

    [Fact]
    public void Index_MatrixMaskOnACube_UsesUpBothDimensions()
    {
        Tensor cube = arange(8).reshape(2, 2, 2);

        TensorIndex mask = TensorIndex.Tensor(tensor([true, false, false, true], [2, 2]));

        Tensor picked = cube[mask, TensorIndex.Tensor(tensor([0L, 1L]))];

        Assert.Equal([0, 7], picked.Numbers());
    }

    [Fact]
    public void Index_BoolTrue_AddsADimension() =>
        Assert.Equal([1, 3, 4], _matrix.index(TensorIndex.Bool(true)).shape);

    [Fact]
    public void Index_OutOfRange_Throws() => Assert.ThrowsAny<Exception>(() => _matrix[3]);

    [Fact]
    public void SetIndex_Element_WritesIt()
    {
        _matrix[0, 0] = tensor(99L);

        Assert.Equal(99, _matrix[0, 0].item<long>());
    }

    [Fact]
    public void SetIndex_Slice_WritesAllOfIt()
    {
        _matrix[TensorIndex.Colon, 0] = tensor(-1L);

        Assert.Equal([-1, 1, 2, 3, -1, 5, 6, 7, -1, 9, 10, 11], _matrix.Numbers());
    }

    [Fact]
    public void SetIndex_Mask_WritesWhereTrue()
    {
        _matrix[_matrix > 2] = tensor(2L);

        Assert.Equal([0, 1, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2], _matrix.Numbers());
    }

    [Fact]
    public void IndexPut_Accumulating_AddsRepeatedIndices()
    {
        Tensor counts = zeros(3, ScalarType.Int64);

        counts.index_put_(ones(3, ScalarType.Int64), [tensor([1L, 1L, 2L])], accumulate: true);

        Assert.Equal([0, 2, 1], counts.Numbers());
    }

    [Fact]
    public void IndexPut_Number_Writes()
    {
        _matrix.index_put_((Scalar)7, TensorIndex.Single(0), TensorIndex.Slice(2));

        Assert.Equal([0, 1, 7, 7], _matrix[0].Numbers());
    }

    [Fact]
    public void Gather_AlongColumns_PicksOnePerRow() => Assert.Equal(
        [0, 5, 10], _matrix.gather(1, tensor([0L, 1L, 2L], [3, 1])).Numbers());

    [Fact]
    public void ScatterAdd_RepeatedIndices_AddsUp() => Assert.Equal(
        [4, 2], zeros(2).scatter_add_(0, tensor([0L, 1L, 0L]), tensor([1f, 2f, 3f])).Numbers());

    [Fact]
    public void IndexAdd_WithAlpha_Scales() => Assert.Equal(
        [0, 20], zeros(2).index_add_(0, tensor([1L]), tensor([10f]), 2).Numbers());

    [Fact]
    public void MaskedFill_Number_ReplacesWhereTrue() => Assert.Equal(
        [0, 1, 2, -5], _matrix[0].masked_fill(tensor([false, false, false, true]), -5).Numbers());

    [Fact]
    public void Split_Sizes_GivesViews()
    {
        Tensor vector = zeros(5);

        vector.split([2L, 3L])[1].fill_(1);

        Assert.Equal([0, 0, 1, 1, 1], vector.Numbers());
    }

    [Fact]
    public void Unbind_Rows_GivesEach() => Assert.Equal([8, 9, 10, 11], _matrix.unbind()[2].Numbers());

    [Fact]
    public void Expand_SizeOne_RepeatsWithoutMemory() => Assert.Equal([1, 0], ones([2, 1]).expand(2, 3).stride());

    [Fact]
    public void View_OfTransposed_Throws() => Assert.ThrowsAny<Exception>(() => _matrix.t().view(12));

    [Fact]
    public void Size_OfUnknownDimension_Throws() => Assert.ThrowsAny<Exception>(() => _matrix.size(2));

    [Fact]
    public void RepeatInterleave_Rows_RepeatsEach() =>
        Assert.Equal([1, 1, 2, 2], Elements.UpTo(2).repeat_interleave(2).Numbers());

    [Fact]
    public void Where_OnlyCondition_GivesCoordinates() => Assert.Equal([2, 2, 2], where(_matrix > 8)[0].Numbers());
}
