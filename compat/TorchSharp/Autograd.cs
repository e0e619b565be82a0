using TorchSharp.Native;

namespace TorchSharp;

/// <summary>Until disposed of, backward passes report the forward operation behind an error or a NaN.</summary>
public class AnomalyMode : IDisposable
{
    private readonly int previousMode;
    private readonly int previousCheck;

    internal AnomalyMode(bool enabled, bool checkNan)
    {
        previousMode = Shim.shim_anomaly_mode();
        previousCheck = Shim.shim_anomaly_check_nan();
        Shim.shim_set_anomaly_mode(enabled ? 1 : 0, checkNan ? 1 : 0);
    }

    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    protected virtual void Dispose(bool disposing) => Shim.shim_set_anomaly_mode(previousMode, previousCheck);
}

public static partial class torch
{
    public static partial class autograd
    {
        /// <summary>
        /// The gradients of the summed outputs. An input that the outputs do not depend on has, with
        /// <paramref name="allow_unused"/>, a gradient with <see cref="Tensor.IsInvalid"/>, and is an error without.
        /// For a graph of the gradients themselves ask for both <paramref name="retain_graph"/> and
        /// <paramref name="create_graph"/>.
        /// </summary>
        public static unsafe IList<Tensor> grad(
            IList<Tensor> outputs,
            IList<Tensor> inputs,
            IList<Tensor>? grad_outputs = null,
            bool retain_graph = false,
            bool create_graph = false,
            bool allow_unused = false)
        {
            nint[] from = Handles(outputs);
            nint[] to = Handles(inputs);
            nint[] seeds = Handles(grad_outputs);
            var results = new nint[to.Length];
            fixed (nint* fromAddress = from, toAddress = to, seedsAddress = seeds, resultsAddress = results)
            {
                Shim.Check(Shim.shim_grad(
                    fromAddress, from.Length, toAddress, to.Length, seedsAddress, seeds.Length, retain_graph ? 1 : 0,
                    create_graph ? 1 : 0, allow_unused ? 1 : 0, resultsAddress));
            }

            GC.KeepAlive(outputs);
            GC.KeepAlive(inputs);
            GC.KeepAlive(grad_outputs);
            var gradients = new List<Tensor>(results.Length);
            foreach (nint result in results) gradients.Add(new Tensor(result));
            return gradients;
        }

        /// <summary>
        /// Adds the gradients of the summed tensors to the <c>grad</c> of the leaves, or of the inputs where given.
        /// </summary>
        public static unsafe void backward(
            IList<Tensor> tensors,
            IList<Tensor>? grad_tensors = null,
            bool? retain_graph = null,
            bool create_graph = false,
            IList<Tensor>? inputs = null)
        {
            nint[] from = Handles(tensors);
            nint[] seeds = Handles(grad_tensors);
            nint[] to = Handles(inputs);
            fixed (nint* fromAddress = from, seedsAddress = seeds, toAddress = to)
            {
                Shim.Check(Shim.shim_backward(
                    fromAddress, from.Length, seedsAddress, seeds.Length, (retain_graph ?? create_graph) ? 1 : 0,
                    create_graph ? 1 : 0, toAddress, to.Length));
            }

            GC.KeepAlive(tensors);
            GC.KeepAlive(grad_tensors);
            GC.KeepAlive(inputs);
        }

        public static void backward(
            Tensor tensor,
            IList<Tensor>? grad_tensors = null,
            bool? retain_graph = null,
            bool create_graph = false,
            IList<Tensor>? inputs = null) =>
            backward([tensor], grad_tensors, retain_graph, create_graph, inputs);

        public static void backward(
            Tensor tensor,
            Tensor grad_tensor,
            bool? retain_graph = null,
            bool create_graph = false,
            IList<Tensor>? inputs = null) =>
            backward([tensor], [grad_tensor], retain_graph, create_graph, inputs);

        public static AnomalyMode detect_anomaly(bool check_nan = true) => new(true, check_nan);

        public static AnomalyMode set_detect_anomaly(bool mode, bool check_nan = true) => new(mode, check_nan);

        private static nint[] Handles(IList<Tensor>? tensors)
        {
            if (tensors is null) return [];
            var handles = new nint[tensors.Count];
            for (int i = 0; i < handles.Length; i++) handles[i] = tensors[i].Handle;
            return handles;
        }
    }
}
