using MetaRL.Configuration;
using TorchSharp;
using Xunit;

namespace MetaRL.Tests.Configuration;

public sealed class ComputeDeviceTests
{
    [Theory]
    [InlineData("cpu")]
    [InlineData("cuda")]
    [InlineData("cuda:0")]
    [InlineData("cuda:12")]
    [InlineData("auto")]
    public void IsName_Device_IsTrue(string text) => Assert.True(ComputeDevice.IsName(text));

    [Theory]
    [InlineData("")]
    [InlineData("CPU")]
    [InlineData("cuda:")]
    [InlineData("cuda:-1")]
    [InlineData("cuda: 1")]
    [InlineData("cpu:0")]
    public void IsName_OtherText_IsFalse(string text) => Assert.False(ComputeDevice.IsName(text));

    [Fact]
    public void Resolve_Cpu_IsTheCpu() => Assert.Equal(DeviceType.CPU, ComputeDevice.Resolve("cpu").type);

    [Fact]
    public void Resolve_CudaThatIsNotThere_SaysSo()
    {
        var error = Assert.Throws<DeviceUnavailableException>(() => ComputeDevice.Resolve("cuda:3", devices: 0));

        Assert.Equal(
            "compute.device is cuda:3, but libtorch finds no CUDA device;"
            + " use cpu or auto, or install a libtorch with CUDA.",
            error.Message);
    }

    [Fact]
    public void Resolve_CudaDeviceBeyondTheLast_NamesThem()
    {
        var error = Assert.Throws<DeviceUnavailableException>(() => ComputeDevice.Resolve("cuda:3", devices: 2));

        Assert.Equal(
            "compute.device is cuda:3, but the CUDA devices are 0 to 1; use one of them, or cpu.", error.Message);
    }

    [Fact]
    public void Resolve_AutoWithoutCuda_IsTheCpu() =>
        Assert.Equal(DeviceType.CPU, ComputeDevice.Resolve("auto", devices: 0).type);

    [Fact]
    public void Resolve_AutoWithCuda_IsItsFirstDevice() =>
        Assert.Equal("cuda:0", ComputeDevice.Resolve("auto", devices: 2).ToString());

    [Fact]
    public void Resolve_Cuda_IsItsFirstDevice() =>
        Assert.Equal("cuda:0", ComputeDevice.Resolve("cuda", devices: 2).ToString());
}
