using System.Runtime.InteropServices;
using System.Runtime.Loader;
using TorchSharp;

namespace MetaRL.Compat;

/// <summary>The native libraries under TorchSharp: which ones, and how they are loaded.</summary>
/// <remarks>
/// By default those of the package, beside the program where .NET finds them; LIBTORCH names others. If a library is
/// missing, TorchSharp would copy its packages and print its search; <see cref="Load"/> checks before that.
/// </remarks>
public static class LibTorch
{
    private const string Sharp = "LibTorchSharp"; // the C interface between TorchSharp and libtorch
    private const string BuildAgain = "Build again: remove the folder build/metarl, or bin and obj, and start anew.";

    private static readonly Lock Loading = new();
    private static readonly LibTorchFolder? Named = LibTorchFolder.FromEnvironment();
    private static nint _sharp; // its handle, 0 before it is loaded
    private static bool _registered;

    /// <summary>Version of libtorch, such as 2.10.0.</summary>
    public static string Version => Named?.Version ?? string.Join('.', torch.__version__.Split('.')[..3]);

    /// <summary>Warning about the release of the libtorch that LIBTORCH names; null if there is none.</summary>
    public static string? Warning => Named is { IsSupported: false }
        ? $"LIBTORCH is libtorch {Named.Version}, but MetaRL is tested with {LibTorchFolder.Supported} only; going on"
            + " with it."
        : null;

    /// <summary>
    /// Files of libtorch that are in this process's memory, one unless something is wrong; Linux only.
    /// </summary>
    public static IReadOnlyList<string> Mapped => OperatingSystem.IsLinux()
        ? [.. File.ReadLines("/proc/self/maps").Where(line => line.Contains("/libtorch_cpu.", StringComparison.Ordinal))
            .Select(line => line[line.IndexOf('/', StringComparison.Ordinal)..]).Distinct()]
        : [];

    /// <summary>Bytes of memory that tensors and native libraries hold, without what is free for the next.</summary>
    public static long AllocatedBytes => Allocator.AllocatedBytes;

    /// <summary>Name and version of the BLAS library, as it reports them; null where it does not.</summary>
    public static unsafe string? Blas
    {
        get
        {
            const int Most = 198; // characters, as Intel's reference says
            if (Mapped is not [var torch, ..])
            {
                return null;
            }

            if (NativeLibraries.Find(torch, "MKL_Get_Version_String") is not 0 and var mkl)
            {
                var text = stackalloc byte[Most + 1];
                ((delegate* unmanaged<byte*, int, void>)mkl)(text, Most);
                return Marshal.PtrToStringUTF8((nint)text)!.Trim();
            }

            return NativeLibraries.Find(torch, "openblas_get_config") is not 0 and var openBlas
                ? Marshal.PtrToStringUTF8(((delegate* unmanaged<nint>)openBlas)())!.Trim()
                : null;
        }
    }

    /// <summary>Registers this class as resolver of libraries that .NET does not find or cannot load.</summary>
    public static void Register()
    {
        lock (Loading)
        {
            if (!_registered && OperatingSystem.IsLinux())
            {
                AssemblyLoadContext.Default.ResolvingUnmanagedDll += (_, name) =>
                    name is Sharp or "torch_cpu" ? Open() : 0;
                _registered = true;
            }
        }
    }

    /// <summary>Loads libtorch and TorchSharp, or says in one line why that cannot be.</summary>
    /// <exception cref="LibTorchException">A library is missing or does not load.</exception>
    public static void Load()
    {
        if (OperatingSystem.IsLinux())
        {
            Register();
            _ = Open();
        }

        torch.InitializeDeviceType(DeviceType.CPU);
    }

    private static nint Open()
    {
        lock (Loading)
        {
            if (_sharp == 0)
            {
                Allocator.KeepFreedMemory();
                // Makes the last bits of matrix products independent of memory alignment; the cost was too small to
                // measure.
                NativeLibraries.SetVariable("MKL_CBWR", "AUTO");
                OpenTorch();
                var library = NativeLibraries.BesideProgram($"lib{Sharp}.so")
                    ?? throw new LibTorchException($"lib{Sharp}.so is not beside the program. {BuildAgain}");
                _sharp = Named is null ? OlderStandardLibrary.Open(library) : Named.OpenAgainst(library);
            }

            return _sharp;
        }
    }

    // lib{Sharp}.so finds them by their names among what is loaded, wherever they lie.
    private static void OpenTorch()
    {
        var own = NativeLibraries.BesideProgram(LibTorchFolder.Libraries[^1]);
        if (Named is not null && own is not null)
        {
            throw new LibTorchException(
                $"LIBTORCH is '{Named.Path}', but this program was built with a libtorch of its own: build it with"
                    + " LIBTORCH set, or unset it.");
        }

        var folder = Named?.Library ?? Path.GetDirectoryName(own)
            ?? throw new LibTorchException(
                "libtorch_cpu.so is not beside the program. Set LIBTORCH to an unpacked libtorch; or, where it was"
                    + $" built here: {BuildAgain}");
        foreach (var name in LibTorchFolder.Libraries)
        {
            try
            {
                _ = NativeLibraries.Open(Path.Combine(folder, name));
            }
            catch (LibTorchException broken)
            {
                throw new LibTorchException(
                    Named is null
                        ? $"{broken.Message}. {BuildAgain}"
                        : $"LIBTORCH is '{Named.Path}', but {broken.Message}.",
                    broken);
            }
        }
    }
}
