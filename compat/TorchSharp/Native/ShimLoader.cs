using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text.RegularExpressions;
using TorchSharp.Extras;

namespace TorchSharp.Native;

/// <summary>
/// Loads the shim at its first use, from the file that the environment variable TORCHSHIM names or else from beside the
/// program, and refuses one that was built against another libtorch than the one that came with it.
/// </summary>
internal static unsafe partial class ShimLoader
{
    private const string Variable = "TORCHSHIM";

#pragma warning disable CA2255 // there is no other moment before the first call into the library
    [ModuleInitializer]
    internal static void Register() => NativeLibrary.SetDllImportResolver(typeof(Shim).Assembly, Resolve);
#pragma warning restore CA2255

    private static nint Resolve(string name, Assembly assembly, DllImportSearchPath? path)
    {
        if (name != Shim.Library) return 0;
        nint library;
        try
        {
            library = Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } file
                ? NativeLibrary.Load(file)
                : NativeLibrary.Load(name, assembly, path);
        }
        catch (DllNotFoundException wrong) when (MissingSymbol().Match(wrong.Message) is { Success: true } missing)
        {
            throw new LibTorchMismatchException(
                $"The shim was built against another libtorch than the one that is loaded, which lacks {missing.Value}; {LibTorch.BuildAnew}.",
                wrong);
        }

        LibTorch.RequireMatch(Text(library, "shim_version"), Text(library, "shim_build_configuration"), Text(library, "shim_library_path"));
        return library;
    }

    private static string Text(nint library, string function) =>
        Shim.Text(((delegate* unmanaged<byte*>)NativeLibrary.GetExport(library, function))());

    [GeneratedRegex(@"undefined symbol: \S+")]
    private static partial Regex MissingSymbol();
}
