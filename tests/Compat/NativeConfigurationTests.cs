using MetaRL.Tests.Cli;
using Xunit;

namespace MetaRL.Tests.Compat;

/// <summary>Which libtorch CMake finds for the shim, in the layout of a Python installation: <c>torch/lib</c>, <c>torch/include</c>.</summary>
public sealed class NativeConfigurationTests : IDisposable
{
    private static readonly string System = Path.GetDirectoryName(TorchSharp.Extras.LibTorch.LibraryPath)!;

    private readonly string _folder = Directory.CreateTempSubdirectory("metarl torch ").FullName;

    public NativeConfigurationTests()
    {
        Directory.CreateDirectory(Torch("lib"));
        var other = Environment.GetEnvironmentVariable("LIBTORCH");
        File.CreateSymbolicLink(Torch("include"), string.IsNullOrEmpty(other) ? "/usr/include" : Path.Combine(other, "include"));
        foreach (var library in (string[])["libtorch_cpu.so", "libc10.so"])
        {
            File.CreateSymbolicLink(Torch("lib", library), Path.Combine(System, library));
        }
    }

    [Theory]
    [InlineData("set(TORCH_CXX_FLAGS \"-D_GLIBCXX_USE_CXX11_ABI=0\")", "-D_GLIBCXX_USE_CXX11_ABI=0")]
    [InlineData("set(TORCH_CXX_FLAGS \"-D_GLIBCXX_USE_CXX11_ABI=1\")", "-D_GLIBCXX_USE_CXX11_ABI=1")]
    [InlineData("", "-D_GLIBCXX_USE_CXX11_ABI=1")]
    public void Configure_PythonInstallation_HasTheAbiOfItsLibtorch(string config, string definition)
    {
        Directory.CreateDirectory(Torch("share", "cmake", "Torch"));
        File.WriteAllText(Torch("share", "cmake", "Torch", "TorchConfig.cmake"), config);
        Assert.Equal(0, Configure().ExitCode);
        Assert.Contains(definition, Rules("flags.make"), StringComparison.Ordinal);
    }

    [Fact]
    public void Configure_PythonInstallation_LinksWithItsLibraries()
    {
        Assert.Equal(0, Configure().ExitCode);
        Assert.Contains(Torch("lib", "libtorch_cpu.so"), Rules("link.txt"), StringComparison.Ordinal);
    }

    [Fact]
    public void Configure_PythonInstallationWithCuda_LinksWithItsKernels()
    {
        File.CreateSymbolicLink(Torch("lib", "libtorch_cuda.so"), Path.Combine(System, "libc10.so"));
        Assert.Equal(0, Configure().ExitCode);
        Assert.Contains(Torch("lib", "libtorch_cuda.so"), Rules("link.txt"), StringComparison.Ordinal);
    }

    [Fact]
    public void Configure_CudaWithHeadersThatDoNotFit_LeavesTheGraphsOut()
    {
        File.CreateSymbolicLink(Torch("lib", "libtorch_cuda.so"), Path.Combine(System, "libc10.so"));
        var headers = Path.Combine(_folder, "nvidia", "cu13", "include");
        Directory.CreateDirectory(headers);
        File.WriteAllText(Path.Combine(headers, "cuda_runtime_api.h"), "#error of another time");
        Assert.Contains("No CUDA graphs", Configure().Out, StringComparison.Ordinal);
        Assert.DoesNotContain("SHIM_CUDA_GRAPHS", Rules("flags.make"), StringComparison.Ordinal);
    }

    [Fact]
    public void Configure_FolderWithoutLibtorch_NamesIt()
    {
        Directory.Delete(Torch("lib"), recursive: true);
        Assert.Contains($"no libtorch found in '{Torch()}'", Configure().Error, StringComparison.Ordinal);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private Invocation Configure()
    {
        using var cmake = new Started(
            "cmake", _folder, null, "-G", "Unix Makefiles", "-S", Checkout.Path("compat/native"), "-B", "b", $"-DLIBTORCH={Torch()}");
        return cmake.Ended();
    }

    private string Torch(params string[] parts) => Path.Combine([_folder, "torch", .. parts]);

    private string Rules(string file) =>
        File.ReadAllText(Path.Combine(_folder, "b", "CMakeFiles", "torchshim.dir", file)).Replace("\\ ", " ", StringComparison.Ordinal);
}
