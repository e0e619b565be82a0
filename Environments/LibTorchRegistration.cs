using System.Runtime.CompilerServices;
using MetaRL.Compat;

namespace MetaRL.Environments;

internal static class LibTorchRegistration
{
    /// <summary>
    /// Everything that computes with tensors does so with a family, and so loads this assembly before libtorch.
    /// </summary>
// A library may do this once: no program that uses it has to know which libtorch loads on its system.
#pragma warning disable CA2255
    [ModuleInitializer]
#pragma warning restore CA2255
    internal static void Register() => LibTorch.Register();
}
