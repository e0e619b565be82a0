using System.Runtime.CompilerServices;
using MetaRL.Compat;

namespace MetaRL.Benchmarks;

internal static class LibTorchLoading
{
    // BenchmarkDotNet measures in programs of its own, which know nothing of this one's start.
    [ModuleInitializer]
    public static void First() => LibTorch.Load();
}
