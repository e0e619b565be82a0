using System.Runtime.CompilerServices;
using MetaRL.Compat;

namespace MetaRL.Environments;

internal static class LibTorchRegistration
{
    /// <summary>Everything that computes with tensors does so with a family, and so loads this assembly before libtorch.</summary>
#pragma warning disable CA2255 // A library may do this once: no program that uses it has to know which libtorch loads on its system.
    [ModuleInitializer]
#pragma warning restore CA2255
    internal static void Register() => LibTorch.Register();
}
