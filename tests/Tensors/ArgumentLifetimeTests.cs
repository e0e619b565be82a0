using System.Diagnostics;
using System.Reflection;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace MetaRL.Tests.Tensors;

/// <summary>
/// That garbage collection frees nothing which a native function still reads; compat/LibTorch/KeepArguments.targets
/// says why it would.
/// </summary>
public sealed class ArgumentLifetimeTests
{
    // of the untouched package: 20 to 40 exceptions
    private static readonly TimeSpan Duration = TimeSpan.FromSeconds(2);

    [Fact]
    public void TorchSharp_BesideEveryProgram_IsNotOptimised() =>
        Assert.True(typeof(torch).Assembly.GetCustomAttribute<DebuggableAttribute>()!.IsJITOptimizerDisabled);

    [Fact]
    public void Operators_WhileGarbageIsCollected_KeepTheirNumbers()
    {
        var clock = Stopwatch.StartNew();
        var collecting = new Thread(() =>
        {
            while (clock.Elapsed < Duration)
            {
                GC.Collect(0);
                Thread.Yield();
            }
        });
        collecting.Start();
        Parallel.For(0, 3, _ =>
        {
            Tensor a = ones(16), b = ones(16);
            while (clock.Elapsed < Duration)
            {
                using var scope = NewDisposeScope();
                Assert.Equal(48, ((((a + b) * 3.0) - b.add(a, 2)).sum()).item<float>());
            }
        });
        collecting.Join();
    }
}
