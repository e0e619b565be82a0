using System.Runtime.InteropServices;
using Xunit;
using static TorchSharp.torch;

namespace MetaRL.Tests.Compat;

public sealed class ErrorTests
{
    [Fact]
    public void Mm_WrongShapes_NamesOperatorShapesAndRule() => Assert.Equal(
        "aten::mm([2, 3], [2, 3]): mat1 and mat2 shapes cannot be multiplied (2x3 and 2x3)",
        Message(() => zeros([2, 3]).mm(zeros([2, 3]))));

    [Fact]
    public void Cat_WrongShapes_NamesAllShapes() => Assert.StartsWith(
        "aten::cat({[2, 3], [4, 4]}, 0): Sizes of tensors must match",
        Message(() => cat([zeros([2, 3]), zeros([4, 4])])));

    [Fact]
    public void View_WrongSize_NamesTheSizes() => Assert.StartsWith(
        "aten::view([6], {4}): shape '[4]' is invalid", Message(() => zeros(6).view(4)));

    [Fact]
    public void Sum_WrongDimension_NamesIt() => Assert.StartsWith(
        "aten::sum([6], {3}, false, none): Dimension out of range", Message(() => zeros(6).sum(3)));

    [Fact]
    public void Grad_OfADetachedOutput_SaysSo() => Assert.StartsWith(
        "autograd.grad: element 0 of tensors does not require grad",
        Message(() => autograd.grad([zeros(1)], [zeros(1, requires_grad: true)])));

    [Fact]
    public void AnyError_Message_IsOneLine() => Assert.DoesNotContain(
        '\n', Message(() => nn.functional.cross_entropy(zeros([2, 3]), tensor([7L, 8L]))));

    [Fact]
    public void AnyError_AfterIt_OperatorsWork()
    {
        _ = Message(() => zeros(2).view(3));

        Assert.Equal([2, 2], (ones(2) + 1).Numbers());
    }

    private static string Message(Func<object> action) => Assert.Throws<ExternalException>(action).Message;
}
