using System.Runtime.InteropServices;

namespace TorchSharp.Native;

/// <summary>The C interface of compat/native; see shim.h for its conventions.</summary>
internal static unsafe partial class Shim
{
    internal const string Library = "torchshim";

    [LibraryImport(Library)] internal static partial byte* shim_error();
    [LibraryImport(Library)] internal static partial byte* shim_version();
    [LibraryImport(Library)] internal static partial byte* shim_build_configuration();
    [LibraryImport(Library)] internal static partial byte* shim_library_path();
    [LibraryImport(Library)] internal static partial byte* shim_blas(int* threads);

    [LibraryImport(Library)] internal static partial nint shim_operator(byte* name, byte* overload);
    [LibraryImport(Library)]
    internal static partial int shim_call(
        nint op, NativeValue* arguments, int count, NativeValue* results, int capacity);

    [LibraryImport(Library)] internal static partial void shim_tensor_free(nint tensor);
    [LibraryImport(Library), SuppressGCTransition] internal static partial long shim_tensor_numel(nint tensor);
    [LibraryImport(Library), SuppressGCTransition] internal static partial long shim_tensor_dim(nint tensor);
    [LibraryImport(Library), SuppressGCTransition] internal static partial long* shim_tensor_sizes(nint tensor);
    [LibraryImport(Library), SuppressGCTransition] internal static partial long* shim_tensor_strides(nint tensor);
    [LibraryImport(Library), SuppressGCTransition] internal static partial int shim_tensor_dtype(nint tensor);
    [LibraryImport(Library), SuppressGCTransition] internal static partial long shim_tensor_element_size(nint tensor);
    [LibraryImport(Library), SuppressGCTransition] internal static partial long shim_tensor_device(nint tensor);
    [LibraryImport(Library), SuppressGCTransition] internal static partial int shim_tensor_is_contiguous(nint tensor);
    [LibraryImport(Library)] internal static partial int shim_tensor_requires_grad(nint tensor);
    [LibraryImport(Library)] internal static partial int shim_tensor_is_leaf(nint tensor);
    [LibraryImport(Library)] internal static partial nint shim_tensor_data(nint tensor);
    [LibraryImport(Library)] internal static partial byte shim_tensor_set_requires_grad(nint tensor, int value);
    [LibraryImport(Library)] internal static partial byte shim_tensor_retain_grad(nint tensor);
    [LibraryImport(Library)] internal static partial nint shim_tensor_grad(nint tensor);
    [LibraryImport(Library)] internal static partial byte shim_tensor_set_grad(nint tensor, nint gradient);
    [LibraryImport(Library)]
    internal static partial nint shim_tensor_from_host(void* data, long* sizes, int dims, int dtype, long device);
    [LibraryImport(Library)] internal static partial byte shim_tensor_item(nint tensor, NativeValue* result);

    [LibraryImport(Library)]
    internal static partial byte shim_grad(
        nint* outputs, int outputCount, nint* inputs, int inputCount, nint* gradOutputs, int gradOutputCount,
        int retainGraph, int createGraph, int allowUnused, nint* results);
    [LibraryImport(Library)]
    internal static partial byte shim_backward(
        nint* tensors, int count, nint* gradTensors, int gradCount, int retainGraph, int createGraph, nint* inputs,
        int inputCount);
    [LibraryImport(Library), SuppressGCTransition] internal static partial int shim_grad_mode();
    [LibraryImport(Library), SuppressGCTransition] internal static partial void shim_set_grad_mode(int enabled);
    [LibraryImport(Library)] internal static partial nint shim_inference_begin(int enabled);
    [LibraryImport(Library)] internal static partial void shim_inference_end(nint guard);
    [LibraryImport(Library)] internal static partial int shim_anomaly_mode();
    [LibraryImport(Library)] internal static partial int shim_anomaly_check_nan();
    [LibraryImport(Library)] internal static partial void shim_set_anomaly_mode(int enabled, int checkNan);

    [LibraryImport(Library)] internal static partial int shim_threads();
    [LibraryImport(Library)] internal static partial byte shim_set_threads(int count);
    [LibraryImport(Library)] internal static partial byte shim_set_interop_threads(int count);
    [LibraryImport(Library)] internal static partial int shim_default_dtype();
    [LibraryImport(Library)] internal static partial byte shim_set_default_dtype(int dtype);

    [LibraryImport(Library)] internal static partial int shim_cuda_available();
    [LibraryImport(Library)] internal static partial int shim_cudnn_available();
    [LibraryImport(Library)] internal static partial int shim_cuda_devices();
    [LibraryImport(Library)] internal static partial byte shim_cuda_synchronize(int index);
    [LibraryImport(Library)] internal static partial byte shim_cuda_manual_seed(ulong seed, int all);

    [LibraryImport(Library)] internal static partial nint shim_stream_enter(long device);
    [LibraryImport(Library)] internal static partial byte shim_stream_leave(nint stream);
    [LibraryImport(Library)] internal static partial nint shim_event_record(long device);
    [LibraryImport(Library)] internal static partial double shim_event_elapsed(nint from, nint to);
    [LibraryImport(Library)] internal static partial void shim_event_free(nint handle);
    [LibraryImport(Library)] internal static partial int shim_graphs_available();
    [LibraryImport(Library)] internal static partial nint shim_graph_begin();
    [LibraryImport(Library)] internal static partial byte shim_graph_end(nint graph);
    [LibraryImport(Library)] internal static partial byte shim_graph_replay(nint graph);
    [LibraryImport(Library)] internal static partial void shim_graph_free(nint graph);

    [LibraryImport(Library)] internal static partial nint shim_generator_new(long device, ulong seed);
    [LibraryImport(Library)] internal static partial nint shim_generator_default(long device);
    [LibraryImport(Library)] internal static partial void shim_generator_free(nint generator);
    [LibraryImport(Library)] internal static partial byte shim_generator_set_seed(nint generator, ulong seed);
    [LibraryImport(Library)] internal static partial ulong shim_generator_initial_seed(nint generator);
    [LibraryImport(Library)] internal static partial ulong shim_generator_reseed(nint generator);
    [LibraryImport(Library)] internal static partial long shim_generator_device(nint generator);
    [LibraryImport(Library)] internal static partial nint shim_generator_state(nint generator);
    [LibraryImport(Library)] internal static partial byte shim_generator_set_state(nint generator, nint state);
    [LibraryImport(Library)] internal static partial byte shim_manual_seed(ulong seed);

    [LibraryImport(Library)] internal static partial ulong shim_record_begin();
    [LibraryImport(Library)] internal static partial void shim_record_end(ulong handle);
    [LibraryImport(Library)] internal static partial byte* shim_recorded();

    /// <summary>libtorch's last error on this thread, as the exception that TorchSharp throws for it.</summary>
    internal static ExternalException LastError() => new(Text(shim_error()));

    internal static void Check(byte succeeded)
    {
        if (succeeded == 0) throw LastError();
    }

    internal static nint Check(nint handle) => handle != 0 ? handle : throw LastError();

    internal static string Text(byte* text) => Marshal.PtrToStringUTF8((nint)text) ?? "";
}
