using TorchSharp.Native;

namespace TorchSharp.Extras;

/// <summary>What the real package cannot tell: which libtorch this process runs on.</summary>
public static unsafe class LibTorch
{
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
}
