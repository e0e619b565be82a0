using TorchSharp.Extras;
using Xunit;

namespace MetaRL.Tests.Compat;

public sealed class LibTorchTests
{
    [Fact]
    public void RequireMatch_TheSameVersion_Passes() => LibTorch.RequireMatch("2.11.0", "LAPACK, TORCH_VERSION=2.11.0, USE_CUDA=1", "x");

    [Fact]
    public void RequireMatch_ALibtorchThatDoesNotSay_Passes() => LibTorch.RequireMatch("2.11.0", "LAPACK", "x");

    [Fact]
    public void RequireMatch_AnotherVersion_SaysWhichAndTheCure() => Assert.Equal(
        "The shim was built against libtorch 2.6.0, but /lib/libtorch_cpu.so is libtorch 2.11.0;"
            + " remove the folder build and start ./metarl again, so that it is built anew.",
        Assert.Throws<LibTorchMismatchException>(
            () => LibTorch.RequireMatch("2.6.0", "TORCH_VERSION=2.11.0,", "/lib/libtorch_cpu.so")).Message);
}
