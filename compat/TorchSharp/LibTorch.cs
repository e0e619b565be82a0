using System.Text.RegularExpressions;
using TorchSharp.Native;

namespace TorchSharp.Extras;

/// <summary>What the real package cannot tell: which libtorch this process runs on.</summary>
public static unsafe partial class LibTorch
{
    internal const string BuildAnew = "remove the folder build and start ./metarl again, so that it is built anew";

    /// <summary>The version of the libtorch that the shim was compiled against, such as 1.13.1.</summary>
    public static string Version => Shim.Text(Shim.shim_version());

    /// <summary>Compilers, vector instructions and back ends that libtorch was built with.</summary>
    public static string BuildConfiguration => Shim.Text(Shim.shim_build_configuration());

    /// <summary>The library that multiplies matrices, and how many threads it uses for one product.</summary>
    public static (string Name, int Threads) Blas
    {
        get
        {
            int threads;
            string name = Shim.Text(Shim.shim_blas(&threads));
            return (name, threads);
        }
    }

    /// <summary>The file that libtorch's own code was loaded from.</summary>
    public static string LibraryPath => Shim.Text(Shim.shim_library_path());

    /// <summary>Makes sure that the shim fits the loaded libtorch; done once, when it is loaded.</summary>
    /// <param name="built">Version of the libtorch whose headers the shim was compiled with.</param>
    /// <param name="configuration">What the loaded libtorch says of itself: <see cref="BuildConfiguration"/>.</param>
    /// <param name="path">Where it was loaded from.</param>
    /// <exception cref="LibTorchMismatchException">They are not the same.</exception>
    public static void RequireMatch(string built, string configuration, string path)
    {
        string loaded = LoadedVersion().Match(configuration) is { Success: true } found ? found.Groups[1].Value : built;
        if (loaded != built)
        {
            throw new LibTorchMismatchException(
                $"The shim was built against libtorch {built}, but {path} is libtorch {loaded}; {BuildAnew}.");
        }
    }

    [GeneratedRegex(@"TORCH_VERSION=(\d+\.\d+\.\d+)")]
    private static partial Regex LoadedVersion();
}
