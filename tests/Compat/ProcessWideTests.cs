using System.Runtime.CompilerServices;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace MetaRL.Tests.Compat;

/// <summary>What other tests' tensors and random numbers would disturb.</summary>
[CollectionDefinition(nameof(ProcessWide), DisableParallelization = true)]
public sealed class ProcessWide;

[Collection(nameof(ProcessWide))]
public sealed class ProcessWideTests
{
    public ProcessWideTests()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
    }

    [Fact]
    public void TotalCount_InsideAScope_CountsEveryTensor()
    {
        long before = Tensor.TotalCount;
        using DisposeScope scope = NewDisposeScope();

        _ = zeros(1) + 1;

        Assert.Equal(2, Tensor.TotalCount - before);
    }

    [Fact]
    public void TotalCount_AfterAScope_IsAsBefore()
    {
        long before = Tensor.TotalCount;

        using (NewDisposeScope()) _ = zeros(1) + 1;

        Assert.Equal(before, Tensor.TotalCount);
    }

    [Fact]
    public void TotalCount_AfterFinalizers_IsAsBefore()
    {
        zeros(1).Dispose();
        long before = Tensor.TotalCount;

        DropOne();
        GC.Collect();
        GC.WaitForPendingFinalizers();

        Assert.Equal(before, Tensor.TotalCount);
    }

    [Fact]
    public void PeakCount_AfterTensorsAreGone_Remains()
    {
        long before = Tensor.PeakCount;
        long missing = before - Tensor.TotalCount;

        using (NewDisposeScope())
        {
            // Every 64th tensor looks whether there are more than ever.
            for (long i = 0; i < missing + 64; i++) _ = zeros(1);
        }

        Assert.InRange(Tensor.PeakCount, before + 1, before + 64);
    }

    [Fact]
    public void ManualSeed_Twice_RepeatsTheNumbers()
    {
        manual_seed(7);
        Tensor first = rand(4);
        manual_seed(7);

        Assert.True(first.Equals(rand(4)));
    }

    [Fact]
    public void Rand_WithAGenerator_LeavesTheDefaultAlone()
    {
        using var own = new Generator(1);
        manual_seed(7);
        Tensor first = rand(4);
        manual_seed(7);
        _ = rand(4, generator: own);

        Assert.True(first.Equals(rand(4)));
    }

    [Fact]
    public void RngState_PutBack_RepeatsTheNumbers()
    {
        Tensor state = get_rng_state();
        Tensor first = randn(3);
        set_rng_state(state);

        Assert.True(first.Equals(randn(3)));
    }

    [Fact]
    public void SetDefaultDtype_Float64_MakesThoseTensors()
    {
        set_default_dtype(ScalarType.Float64);
        ScalarType made = zeros(1).dtype;
        set_default_dtype(ScalarType.Float32);

        Assert.Equal(ScalarType.Float64, made);
    }

    [Fact]
    public void SetNumThreads_One_ReachesTheMatrixProducts()
    {
        int before = get_num_threads();
        set_num_threads(1);
        int threads = TorchSharp.Extras.LibTorch.Blas.Threads;
        set_num_threads(before);

        Assert.Equal(1, threads);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void DropOne() => _ = zeros(1);
}
