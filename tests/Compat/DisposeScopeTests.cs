using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace MetaRL.Tests.Compat;

public sealed class DisposeScopeTests
{
    [Fact]
    public void Dispose_TensorMadeInside_IsInvalid()
    {
        Tensor inside;
        using (NewDisposeScope()) inside = zeros(1);

        Assert.True(inside.IsInvalid);
    }

    [Fact]
    public void Dispose_TensorMadeBefore_Lives()
    {
        Tensor before = zeros(1);
        using (NewDisposeScope()) _ = before + 1;

        Assert.False(before.IsInvalid);
    }

    [Fact]
    public void Dispose_ResultOfAnOperator_IsInvalid()
    {
        Tensor before = zeros(1), result;
        using (NewDisposeScope()) result = before + 1;

        Assert.True(result.IsInvalid);
    }

    [Fact]
    public void Dispose_ResultOfInPlaceOperator_Lives()
    {
        Tensor before = zeros(1);
        using (NewDisposeScope()) before.add_(1);

        Assert.Equal([1], before.Numbers());
    }

    [Fact]
    public void MoveToOuterDisposeScope_FromInnermost_LivesUntilTheOuterEnds()
    {
        using DisposeScope outer = NewDisposeScope();
        Tensor moved;
        using (NewDisposeScope()) moved = zeros(1).MoveToOuterDisposeScope();

        Assert.Equal((false, true), (moved.IsInvalid, outer.Contains(moved)));
    }

    [Fact]
    public void MoveToOuterDisposeScope_WithoutOuter_IsDetached()
    {
        Tensor moved;
        using (NewDisposeScope()) moved = zeros(1).MoveToOuterDisposeScope();

        Assert.False(moved.IsInvalid);
    }

    [Fact]
    public void DetachFromDisposeScope_Nested_SurvivesAll()
    {
        Tensor detached;
        using (NewDisposeScope())
        using (NewDisposeScope())
        {
            detached = zeros(1).DetachFromDisposeScope();
        }

        Assert.False(detached.IsInvalid);
    }

    [Fact]
    public void MoveToOtherDisposeScope_OfATensor_FollowsIt()
    {
        using DisposeScope outer = NewDisposeScope();
        Tensor anchor = zeros(1), moved;
        using (NewDisposeScope())
        using (NewDisposeScope())
        {
            moved = zeros(1).MoveToOtherDisposeScope(anchor);
        }

        Assert.True(outer.Contains(moved));
    }

    [Fact]
    public void Attach_DetachedTensor_IsDisposedOfWithTheScope()
    {
        Tensor attached = zeros(1);
        using (DisposeScope scope = NewDisposeScope()) scope.Attach(attached);

        Assert.True(attached.IsInvalid);
    }

    [Fact]
    public void DisposeEverythingBut_One_KeepsIt()
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor kept = zeros(1), other = zeros(1);

        scope.DisposeEverythingBut(kept);

        Assert.Equal((false, true), (kept.IsInvalid, other.IsInvalid));
    }

    [Fact]
    public void DisposeEverythingBut_One_LeavesItInTheScope()
    {
        Tensor kept;
        using (DisposeScope scope = NewDisposeScope()) kept = scope.DisposeEverythingBut(zeros(1));

        Assert.True(kept.IsInvalid);
    }

    [Fact]
    public void DisposablesCount_AfterADisposal_CountsTheLiving()
    {
        using DisposeScope scope = NewDisposeScope();
        _ = zeros(1);
        Tensor middle = zeros(1);
        _ = zeros(1);

        middle.Dispose();

        Assert.Equal(2, scope.DisposablesCount);
    }

    [Fact]
    public void Dispose_AfterARemovalInTheMiddle_ReachesTheRest()
    {
        Tensor last;
        using (NewDisposeScope())
        {
            Tensor first = zeros(1);
            last = zeros(1);
            first.Dispose();
        }

        Assert.True(last.IsInvalid);
    }

    [Fact]
    public void Dispose_OuterBeforeInner_LeavesTheInnerOpen()
    {
        DisposeScope outer = NewDisposeScope();
        using DisposeScope inner = NewDisposeScope();

        outer.Dispose();

        Assert.True(inner.Contains(zeros(1)));
    }

    [Fact]
    public void WrappedTensorDisposeScope_Expression_ComesOutAlone()
    {
        Tensor intermediate = zeros(0);
        Tensor result = WrappedTensorDisposeScope(() => (intermediate = ones(1)) + 1);

        Assert.Equal((true, 2f), (intermediate.IsInvalid, result.item<float>()));
    }

    [Fact]
    public void NewDisposeScope_OnOneThread_DoesNotHoldOthersTensors()
    {
        using DisposeScope scope = NewDisposeScope();

        Tensor elsewhere = Elements.OnAnotherThread(() => zeros(1));

        Assert.False(scope.Contains(elsewhere));
    }

    [Fact]
    public void Gradients_MadeInside_BelongToTheScope()
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor x = ones(1, requires_grad: true);

        Assert.True(scope.Contains(autograd.grad([x * 2], [x])[0]));
    }

    [Fact]
    public void Statistics_TensorInScope_IsCounted()
    {
        DisposeScopeManager.Statistics.Reset();

        using (NewDisposeScope()) _ = zeros(1);

        ThreadDisposeScopeStatistics counted = DisposeScopeManager.Statistics;
        Assert.Equal((1, 1), (counted.CreatedInScopeCount, counted.DisposedInScopeCount));
    }

    [Fact]
    public void Handle_OfADisposedTensor_Throws()
    {
        Tensor tensor = zeros(1);
        tensor.Dispose();

        Assert.Throws<InvalidOperationException>(() => tensor + 1);
    }
}
