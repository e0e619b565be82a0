using System.Runtime.InteropServices;
using static TorchSharp.torch;
#if TORCH_STANDIN
using TorchSharp.Extras;
#endif

namespace MetaRL.Cli.Diagnosis;

/// <summary>What tensors are computed with.</summary>
internal static class TensorBackEnd
{
    private const string Cure =
        "Install the distribution's libtorch, or set LIBTORCH to where it is, and start ./metarl again.";

    public static IReadOnlyList<Finding> Findings()
    {
        try
        {
            return [.. Library(), new Finding("Devices", string.Join(", ", Devices())), Arithmetic()];
        }
        catch (Exception broken) when (broken
            is DllNotFoundException or EntryPointNotFoundException or TypeInitializationException or ExternalException)
        {
            return [new Finding("libtorch", Failure.Describe(broken).Line, Cure, Broken: true)];
        }
    }

#if TORCH_STANDIN
    private static IEnumerable<Finding> Library()
    {
        var (blas, threads) = LibTorch.Blas;
        yield return new Finding("libtorch", $"{LibTorch.Version}, {LibTorch.LibraryPath}");
        yield return new Finding(
            "BLAS",
            $"{blas}, {threads} threads for one product",
            blas.Contains("reference", StringComparison.OrdinalIgnoreCase)
                ? "Matrix products are slow with the reference BLAS; install libopenblas0-pthread." : null);
        yield return new Finding("libtorch threads", $"{get_num_threads()}");
        if (cuda.is_available())
        {
            yield return CudaGraph.IsSupported
                ? new Finding("CUDA graphs", "yes")
                : new Finding("CUDA graphs", "no", "Rollouts are faster with them: CUDA's headers (cuda_runtime_api.h) were not found or did not fit.");
        }
    }
#else
    // The real package does not tell which BLAS its libtorch multiplies with.
    private static IEnumerable<Finding> Library()
    {
        yield return new Finding("TorchSharp", $"{typeof(TorchSharp.torch).Assembly.GetName().Version}");
        yield return new Finding("libtorch threads", $"{get_num_threads()}");
    }
#endif

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
