using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace MetaRL.Tests.Compat;

public sealed class OperatorTests
{
    private static readonly Tensor Matrix = tensor([1.0, 2, 3, 4, 5, 6], [2, 3]);

    private static readonly Tensor Row = tensor([10.0, 20, 30]);

    [Fact]
    public void Add_RowToMatrix_BroadcastsOverRows() =>
        Assert.Equal([11, 22, 33, 14, 25, 36], (Matrix + Row).Numbers());

    [Fact]
    public void Add_WithAlpha_ScalesTheSecond() => Assert.Equal([21, 42, 63], Row.add(Row, 1.1).Numbers(), Near);

    [Fact]
    public void Subtract_TensorFromNumber_KeepsTheOrder() => Assert.Equal([-9, -19, -29], (1 - Row).Numbers());

    [Fact]
    public void Divide_NumberByTensor_KeepsTheOrder() => Assert.Equal([6, 3, 2], (60 / Row).Numbers(), Near);

    [Fact]
    public void Divide_Floor_RoundsDown() =>
        Assert.Equal([-2, 1], tensor([-3.0, 3.0]).div(2, RoundingMode.floor).Numbers());

    [Fact]
    public void Divide_Trunc_RoundsToZero() =>
        Assert.Equal([-1, 1], tensor([-3.0, 3.0]).div(2, RoundingMode.trunc).Numbers());

    [Fact]
    public void Remainder_OfNegative_HasTheDivisorsSign() => Assert.Equal([2, 1], (tensor([-1.0, 4.0]) % 3).Numbers());

    [Fact]
    public void Matmul_MatrixByVector_IsTheProduct() => Assert.Equal([140, 320], Matrix.matmul(Row).Numbers());

    [Fact]
    public void Bmm_TwoMatrices_MultipliesEach() => Assert.Equal(
        [2, 12], tensor([1.0, 3], [2, 1, 1]).bmm(tensor([2.0, 4], [2, 1, 1])).Numbers());

    [Fact]
    public void Addmm_WithFactors_IsBetaTimesSelfPlusAlphaTimesProduct() => Assert.Equal(
        [32], tensor([1.0], [1, 1]).addmm(tensor([2.0], [1, 1]), tensor([3.0], [1, 1]), 2, 5).Numbers());

    [Fact]
    public void Einsum_Trace_SumsTheDiagonal() =>
        Assert.Equal([5], einsum("ii->", tensor([1.0, 2, 3, 4], [2, 2])).Numbers());

    [Fact]
    public void Clamp_Numbers_BoundsBothSides() => Assert.Equal([2, 2, 3, 4, 4, 4], Matrix.clamp(2, 4).Numbers());

    [Fact]
    public void Clamp_OnlyMaximum_LeavesSmallOnes() =>
        Assert.Equal([1, 2, 2, 2, 2, 2], Matrix.clamp(max: (Scalar)2).Numbers());

    [Fact]
    public void Clamp_Tensors_BoundsElementwise() => Assert.Equal(
        [15, 20, 25], Row.clamp(tensor([15.0, 0, 0]), tensor([99.0, 99, 25])).Numbers());

    [Fact]
    public void Where_Condition_Chooses() => Assert.Equal(
        [10, -1, 30], Row.where(tensor([true, false, true]), tensor(-1.0)).Numbers());

    [Fact]
    public void Lerp_Half_IsTheMiddle() => Assert.Equal([5, 10, 15], zeros_like(Row).lerp(Row, tensor(0.5)).Numbers());

    [Fact]
    public void Softplus_OfZero_IsLogTwo() =>
        Assert.Equal(0.6931471805599453, nn.functional.softplus(tensor(0.0)).item<double>(), 15);

    [Fact]
    public void Logsumexp_OfZeros_IsLogOfTheirNumber() =>
        Assert.Equal(1.3862943611198906, zeros(4, ScalarType.Float64).logsumexp(0).item<double>(), 15);

    [Fact]
    public void Softmax_OfLogs_IsTheirShare() =>
        Assert.Equal([0.25, 0.75], tensor([1.0, 3.0]).log().softmax(0).Numbers(), Near);

    [Fact]
    public void CrossEntropy_UniformLogits_IsLogOfClasses() => Assert.Equal(
        1.3862943611198906,
        nn.functional.cross_entropy(zeros([2, 4], ScalarType.Float64), tensor([0L, 3L])).item<double>(), 15);

    [Fact]
    public void HuberLoss_BeyondDelta_IsLinear() => Assert.Equal(
        2.5, nn.functional.huber_loss(tensor([3.0]), tensor([0.0])).item<double>());

    [Fact]
    public void OneHot_Classes_AreUnitVectors() =>
        Assert.Equal([0, 1, 1, 0], nn.functional.one_hot(tensor([1L, 0L]), 2).Numbers());

    [Fact]
    public void LayerNorm_TwoNumbers_BecomeMinusAndPlusOne() =>
        Assert.Equal([-1, 1], nn.functional.layer_norm(tensor([3.0, 7.0]), [2], eps: 0).Numbers(), Near);

    [Fact]
    public void Sum_OverTwoDimensions_KeepsTheThird() =>
        Assert.Equal([6, 6], ones([3, 2, 2], ScalarType.Float64).sum(0, 1).Numbers());

    [Fact]
    public void Mean_KeepingTheDimension_LeavesSizeOne() =>
        Assert.Equal([2, 1], Matrix.mean([1], keepdim: true).shape);

    [Fact]
    public void Var_OverDimension_Biased_DividesByCount() =>
        Assert.Equal(1.25, Elements.UpTo(4).var(0, unbiased: false).item<double>());

    [Fact]
    public void Std_Unbiased_DividesByCountLessOne() =>
        Assert.Equal(1.2909944487358056, Elements.UpTo(4).std().item<double>(), 15);

    [Fact]
    public void Var_BiasedWithoutDimension_IsRefused() =>
        Assert.Throws<NotSupportedException>(() => Row.var(unbiased: false));

    [Fact]
    public void VarMean_OverDimension_GivesVarianceFirst()
    {
        (Tensor variance, Tensor mean) = var_mean(Elements.UpTo(4), 0, unbiased: false);

        Assert.Equal((1.25, 2.5), (variance.item<double>(), mean.item<double>()));
    }

    [Fact]
    public void Max_OverDimension_GivesTheLargest() => Assert.Equal([3, 6], Matrix.max(1).values.Numbers());

    [Fact]
    public void Max_OverDimension_TellsWhere() => Assert.Equal([2, 2], Matrix.max(1).indexes.Numbers());

    [Fact]
    public void Norm_ThreeFour_IsFive() => Assert.Equal(5, tensor([3.0, 4.0]).norm().item<double>());

    [Fact]
    public void Cumsum_Rows_AddsUp() => Assert.Equal([1, 3, 6, 4, 9, 15], Matrix.cumsum(1).Numbers());

    [Fact]
    public void Cholesky_OfSquare_IsItsFactor() => Assert.Equal(
        [2, 0, 1, 3], linalg.cholesky(tensor([4.0, 2, 2, 10], [2, 2])).Numbers());

    [Fact]
    public void SolveEx_SolvableSystem_IsSolveWithZero()
    {
        var (x, fault) = linalg.solve_ex(tensor([2.0, 0, 0, 4], [2, 2]), tensor([4.0, 12], [2, 1]));
        Assert.Equal([2, 3, 0], [.. x.Numbers(), fault.ToInt32()]);
    }

    [Fact]
    public void SolveEx_SingularMatrix_SaysWhichPivotIsZero() => Assert.Equal(
        2, linalg.solve_ex(tensor([1.0, 1, 1, 1], [2, 2]), tensor([1.0, 2], [2, 1])).info.ToInt32());

    [Fact]
    public void Solve_DiagonalSystem_Divides() => Assert.Equal(
        [2, 3], linalg.solve(tensor([2.0, 0, 0, 4], [2, 2]), tensor([4.0, 12], [2, 1])).Numbers());

    [Fact]
    public void CholeskySolve_FromFactor_SolvesTheSquare() => Assert.Equal(
        [1, 1], cholesky_solve(tensor([6.0, 12], [2, 1]), tensor([2.0, 0, 1, 3], [2, 2])).Numbers(), Near);

    [Fact]
    public void SolveTriangular_Lower_SubstitutesForward() => Assert.Equal(
        [2, 1],
        linalg.solve_triangular(tensor([2.0, 0, 1, 3], [2, 2]), tensor([4.0, 5], [2, 1]), upper: false).Numbers());

    [Fact]
    public void Cat_Vectors_JoinsThem() =>
        Assert.Equal([1, 2, 1, 2, 3], cat([Elements.UpTo(2), Elements.UpTo(3)]).Numbers());

    [Fact]
    public void Stack_AlongLastDimension_Interleaves() => Assert.Equal(
        [1, 1, 2, 2], stack([Elements.UpTo(2), Elements.UpTo(2)], -1).Numbers());

    [Fact]
    public void Sort_Descending_TellsWhereTheValuesWere() =>
        Assert.Equal([1, 2, 0], tensor([2.0, 9, 5]).sort(descending: true).Indices.Numbers());

    [Fact]
    public void Topk_One_IsTheLargest() => Assert.Equal([30], Row.topk(1).values.Numbers());

    [Fact]
    public void Meshgrid_Ij_VariesTheFirstSlowest() =>
        Assert.Equal([1, 1, 2, 2], meshgrid([Elements.UpTo(2), Elements.UpTo(2)])[0].Numbers());

    [Fact]
    public void EqualityOperator_OnTensors_IsElementwise() =>
        Assert.Equal([1, 0, 1], (Row == tensor([10.0, 0, 30])).Numbers());

    [Fact]
    public void Equals_OnTensors_IsOneTruth() => Assert.True(Row.Equals(tensor([10.0, 20, 30])));

    [Fact]
    public void InPlace_Operator_ReturnsItsFirstArgument()
    {
        Tensor tensor = zeros(2);

        Assert.Same(tensor, tensor.add_(1));
    }

    [Fact]
    public void Multiply_ByNumberBeyondTheType_IsInfinite() =>
        Assert.Equal([double.PositiveInfinity], (ones(1, ScalarType.Float32) * 1e300).Numbers());

    [Fact]
    public void Multiply_ByNumberAfterInferenceMode_IsDifferentiable()
    {
        using (inference_mode()) _ = ones(1) * 123.25f;
        Tensor x = ones(1, requires_grad: true);

        Assert.Equal([123.25], autograd.grad([(x * 123.25f).sum()], [x])[0].Numbers());
    }

    private static bool Near(double expected, double actual) => Math.Abs(expected - actual) < 1e-12;
}
