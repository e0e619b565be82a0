using System.Runtime.InteropServices;
using MetaRL.Cli.Exit;
using MetaRL.Compat;
using MetaRL.Kernels;
using TorchSharp;
using static TorchSharp.torch;

namespace MetaRL.Cli.Diagnosis;

/// <summary>What tensors are computed with.</summary>
internal static class TensorBackEnd
{
    private const string Cure =
        "Remove the folder build/metarl, or set LIBTORCH to another libtorch, and start ./metarl again.";

    public static IReadOnlyList<Finding> Findings()
    {
        try
        {
            return [.. Library(), new Finding("Devices", string.Join(", ", Devices())), Arithmetic()];
        }
        catch (Exception broken) when (broken
            is LibTorchException or DllNotFoundException or EntryPointNotFoundException or TypeInitializationException
            or ExternalException)
        {
            return [new Finding("libtorch", "does not load", Failure.Describe(broken).Line, Broken: true)];
        }
    }

    private static IEnumerable<Finding> Library()
    {
        LibTorch.Load();
        var mapped = LibTorch.Mapped;
        yield return mapped.Count > 1
            ? new Finding(
                "libtorch", string.Join(", ", mapped),
                "Two libtorch are loaded at once: unset LIBTORCH and LD_LIBRARY_PATH.", Broken: true)
            : new Finding("libtorch", string.Join(", ", mapped.Prepend(LibTorch.Version)), LibTorch.Warning);
        yield return new Finding("TorchSharp", typeof(torch).Assembly.GetName().Version!.ToString(3));
        yield return new Finding("BLAS", LibTorch.Blas ?? "not reported by libtorch");
        yield return new Finding("libtorch threads", $"{get_num_threads()}");
        yield return new Finding("kernels", PolicyKernel.Instructions);
    }

    private static IEnumerable<string> Devices() =>
        Enumerable.Range(0, cuda.is_available() ? cuda.device_count() : 0)
            .Select(index => $"cuda:{index}").Prepend("cpu");

    // d(x·x)/dx = 2x, so that a product and a gradient are known to work.
    private static Finding Arithmetic()
    {
        using var scope = NewDisposeScope();
        var x = tensor(new[] { 1f, 2f, 3f }, requires_grad: true);
        var gradient = autograd.grad([(x * x).sum()], [x])[0].data<float>().ToArray();
        return gradient is [2, 4, 6]
            ? new Finding("Gradient of x·x", "2x")
            : new Finding("Gradient of x·x", $"{string.Join(", ", gradient)} at 1, 2, 3", Cure, Broken: true);
    }
}
