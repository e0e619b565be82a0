using Xunit;

namespace MetaRL.Tests.Compat;

/// <summary>Which packages bring the tensors, for every choice of libtorch.</summary>
public sealed class TorchPackageTests
{
    [Theory]
    [InlineData("-p:Torch=cpu", "TorchSharp", "libtorch-cpu-linux-x64")]
    [InlineData("-p:Torch=cuda", "TorchSharp", "TorchSharp-cuda-linux")]
    [InlineData("-p:Torch=none", "TorchSharp")]
    [InlineData("-p:LIBTORCH=/elsewhere", "TorchSharp")]
    public void LibTorch_ForAChoice_ReferencesItsPackages(string choice, params string[] packages) =>
        Assert.Equal(
            packages, EvaluatedProjects.References("compat/LibTorch/LibTorch.csproj", choice, "PackageReference"));

    [Theory]
    [InlineData("TorchSharp-cuda-linux")]
    [InlineData("TorchSharp-cpu")]
    public void Version_OfWhatBringsALibtorch_IsTorchSharps(string package) =>
        Assert.Equal(EvaluatedProjects.Version("TorchSharp"), EvaluatedProjects.Version(package));
}
