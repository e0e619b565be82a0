using System.Runtime.CompilerServices;
using MetaRL.Compat;

namespace MetaRL.Benchmarks;

internal static class LibTorchLoading
{
    // Before any benchmark's type is loaded, whoever loads it.
    [ModuleInitializer]
    public static void First() => LibTorch.Load();
}
