using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using MetaRL.Benchmarks;

if (args is ["frames"])
{
    FrameTimes.Run();
    return;
}

// In this process, so that libtorch and its threads are those of the program itself; single invocations, since one
// takes long.
var job = Job.Default
    .WithToolchain(InProcessEmitToolchain.Instance)
        .WithInvocationCount(1).WithUnrollFactor(1).WithWarmupCount(3).WithIterationCount(15);

// TorchSharp is built as not optimised on purpose (compat/LibTorch/KeepArguments.targets).
var config = DefaultConfig.Instance.WithOptions(ConfigOptions.DisableOptimizationsValidator)
    .AddJob(job).AddColumn(StatisticColumn.Median, StatisticColumn.Min, StatisticColumn.Max);
BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args, config);
