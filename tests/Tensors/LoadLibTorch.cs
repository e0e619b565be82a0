using System.Runtime.CompilerServices;
using MetaRL.Compat;

namespace MetaRL.Tests.Tensors;

internal static class LoadLibTorch
{
    // Tests use tensors in any order, many of them before anything else of the program.
    [ModuleInitializer]
    public static void First() => LibTorch.Load();
}
