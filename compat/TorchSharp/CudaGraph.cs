using TorchSharp.Native;

namespace TorchSharp.Extras;

/// <summary>Kernels that were recorded once and are launched again together, on the same memory, at the cost of one launch.</summary>
/// <remarks>
/// libtorch's <c>at::cuda::CUDAGraph</c>. What is recorded must have run once before, on the same <see cref="SideStreamScope"/>, so that the
/// libraries behind it have their working memory; must wait for nothing; and must read and write tensors that live as long as the graph.
/// </remarks>
public sealed class CudaGraph : IDisposable
{
    private nint handle;

    private CudaGraph(nint handle) => this.handle = handle;

    /// <summary>Whether the shim was built with graphs: against a CUDA libtorch, with CUDA's headers at hand.</summary>
    public static bool IsSupported => Shim.shim_graphs_available() != 0;

    /// <summary>Records the kernels of some work on the current stream, which is a side stream, without running them.</summary>
    public static CudaGraph Capture(Action work)
    {
        var graph = new CudaGraph(Shim.Check(Shim.shim_graph_begin()));
        try
        {
            work();
            Shim.Check(Shim.shim_graph_end(graph.handle));
            return graph;
        }
        catch
        {
            _ = Shim.shim_graph_end(graph.handle); // the stream must not stay in recording
            graph.Dispose();
            throw;
        }
    }

    /// <summary>Runs the recorded kernels once.</summary>
    public void Replay() => Shim.Check(Shim.shim_graph_replay(handle));

    public void Dispose()
    {
        Shim.shim_graph_free(handle);
        handle = 0;
    }
}
