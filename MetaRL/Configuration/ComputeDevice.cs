using System.Globalization;
using static TorchSharp.torch;

namespace MetaRL.Configuration;

/// <summary>The device that the text of <c>compute.device</c> names.</summary>
public static class ComputeDevice
{
    private static int CudaDevices => cuda.is_available() ? cuda.device_count() : 0;

    /// <summary>What <see cref="IsName"/> takes, but for numbers that no device has.</summary>
    internal const string Pattern = "^(cpu|cuda|cuda:[0-9]+|auto)$";

    /// <summary>Whether a text is <c>cpu</c>, <c>cuda</c>, <c>cuda:N</c> or <c>auto</c>.</summary>
    public static bool IsName(string text) => text is "cpu" or "cuda" or "auto" || Index(text) is not null;

    /// <summary>Whether a name stands for a GPU; for <c>auto</c>, whether there is one.</summary>
    public static bool IsGpu(string name) => name != "cpu" && (name != "auto" || CudaDevices > 0);

    /// <summary>The device itself; <c>auto</c> is the first CUDA device, or else the CPU.</summary>
    /// <exception cref="DeviceUnavailableException">CUDA was asked for and is not there.</exception>
    public static Device Resolve(string name) => name == "cpu" ? CPU : Resolve(name, CudaDevices);

    /// <summary>The device on a machine with a number of CUDA devices.</summary>
    public static Device Resolve(string name, int devices)
    {
        if (!IsName(name))
        {
            throw new ArgumentException($"A device is cpu, cuda, cuda:N or auto, but this is '{name}'.", nameof(name));
        }

        if (name == "cpu" || (name == "auto" && devices == 0))
        {
            return CPU;
        }

        var index = Index(name) ?? 0;
        if (devices == 0)
        {
            throw new DeviceUnavailableException(
                $"compute.device is {name}, but libtorch finds no CUDA device;"
                + " use cpu or auto, or install a libtorch with CUDA.");
        }

        return index < devices
            ? new Device(TorchSharp.DeviceType.CUDA, index)
            : throw new DeviceUnavailableException(
                $"compute.device is {name}, but the CUDA devices are 0 to {devices - 1}; use one of them, or cpu.");
    }

    private static int? Index(string text) =>
        text.StartsWith("cuda:", StringComparison.Ordinal)
        && int.TryParse(text.AsSpan(5), NumberStyles.None, CultureInfo.InvariantCulture, out var index) ? index : null;
}

/// <summary>The device that was asked for is not there; the message is one line.</summary>
public sealed class DeviceUnavailableException : Exception
{
    public DeviceUnavailableException()
    {
    }

    public DeviceUnavailableException(string message) : base(message)
    {
    }

    public DeviceUnavailableException(string message, Exception cause) : base(message, cause)
    {
    }
}
