using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using TorchSharp.Native;

namespace TorchSharp;

public static partial class torch
{
    public static Tensor tensor(
        bool[] rawArray, ScalarType? dtype = null, Device? device = null,
        bool requires_grad = false, string[]? names = null) =>
        FromArray<bool>(rawArray, [rawArray.LongLength], dtype, device, requires_grad, names);

    public static Tensor tensor(
        bool[] rawArray, ReadOnlySpan<long> dimensions, ScalarType? dtype = null, Device? device = null,
        bool requires_grad = false, string[]? names = null) =>
        FromArray<bool>(rawArray, dimensions, dtype, device, requires_grad, names);

    public static Tensor tensor(
        byte[] rawArray, ScalarType? dtype = null, Device? device = null,
        bool requires_grad = false, string[]? names = null) =>
        FromArray<byte>(rawArray, [rawArray.LongLength], dtype, device, requires_grad, names);

    public static Tensor tensor(
        byte[] rawArray, ReadOnlySpan<long> dimensions, ScalarType? dtype = null, Device? device = null,
        bool requires_grad = false, string[]? names = null) =>
        FromArray<byte>(rawArray, dimensions, dtype, device, requires_grad, names);

    public static Tensor tensor(
        int[] rawArray, ScalarType? dtype = null, Device? device = null,
        bool requires_grad = false, string[]? names = null) =>
        FromArray<int>(rawArray, [rawArray.LongLength], dtype, device, requires_grad, names);

    public static Tensor tensor(
        int[] rawArray, ReadOnlySpan<long> dimensions, ScalarType? dtype = null, Device? device = null,
        bool requires_grad = false, string[]? names = null) =>
        FromArray<int>(rawArray, dimensions, dtype, device, requires_grad, names);

    public static Tensor tensor(
        long[] dataArray, ScalarType? dtype = null, Device? device = null,
        bool requires_grad = false, string[]? names = null) =>
        FromArray<long>(dataArray, [dataArray.LongLength], dtype, device, requires_grad, names);

    public static Tensor tensor(
        long[] dataArray, ReadOnlySpan<long> dimensions, ScalarType? dtype = null, Device? device = null,
        bool requires_grad = false, string[]? names = null) =>
        FromArray<long>(dataArray, dimensions, dtype, device, requires_grad, names);

    public static Tensor tensor(
        float[] rawArray, ScalarType? dtype = null, Device? device = null,
        bool requires_grad = false, string[]? names = null) =>
        FromArray<float>(rawArray, [rawArray.LongLength], dtype, device, requires_grad, names);

    public static Tensor tensor(
        float[] rawArray, ReadOnlySpan<long> dimensions, ScalarType? dtype = null, Device? device = null,
        bool requires_grad = false, string[]? names = null) =>
        FromArray<float>(rawArray, dimensions, dtype, device, requires_grad, names);

    public static Tensor tensor(
        double[] rawArray, ScalarType? dtype = null, Device? device = null,
        bool requires_grad = false, string[]? names = null) =>
        FromArray<double>(rawArray, [rawArray.LongLength], dtype, device, requires_grad, names);

    public static Tensor tensor(
        double[] rawArray, ReadOnlySpan<long> dimensions, ScalarType? dtype = null, Device? device = null,
        bool requires_grad = false, string[]? names = null) =>
        FromArray<double>(rawArray, dimensions, dtype, device, requires_grad, names);

    public static Tensor tensor(
        Memory<byte> rawArray, ReadOnlySpan<long> dimensions, ScalarType? dtype = null, Device? device = null,
        bool requires_grad = false, string[]? names = null) =>
        FromArray<byte>(rawArray.Span, dimensions, dtype, device, requires_grad, names);

    public static Tensor tensor(
        Memory<int> rawArray, ReadOnlySpan<long> dimensions, ScalarType? dtype = null, Device? device = null,
        bool requires_grad = false, string[]? names = null) =>
        FromArray<int>(rawArray.Span, dimensions, dtype, device, requires_grad, names);

    public static Tensor tensor(
        Memory<long> rawArray, ReadOnlySpan<long> dimensions, ScalarType? dtype = null, Device? device = null,
        bool requires_grad = false, string[]? names = null) =>
        FromArray<long>(rawArray.Span, dimensions, dtype, device, requires_grad, names);

    public static Tensor tensor(
        Memory<float> rawArray, ReadOnlySpan<long> dimensions, ScalarType? dtype = null, Device? device = null,
        bool requires_grad = false, string[]? names = null) =>
        FromArray<float>(rawArray.Span, dimensions, dtype, device, requires_grad, names);

    public static Tensor tensor(
        Memory<double> rawArray, ReadOnlySpan<long> dimensions, ScalarType? dtype = null, Device? device = null,
        bool requires_grad = false, string[]? names = null) =>
        FromArray<double>(rawArray.Span, dimensions, dtype, device, requires_grad, names);

    public static Tensor tensor(
        IList<float> rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false,
        string[]? names = null) =>
        FromArray<float>(rawArray.ToArray(), [rawArray.Count], dtype, device, requires_grad, names);

    public static Tensor tensor(
        IList<float> rawArray, ReadOnlySpan<long> dimensions, ScalarType? dtype = null, Device? device = null,
        bool requires_grad = false, string[]? names = null) =>
        FromArray<float>(rawArray.ToArray(), dimensions, dtype, device, requires_grad, names);

    public static Tensor tensor(
        IList<float> rawArray, long rows, long columns, ScalarType? dtype = null, Device? device = null,
        bool requires_grad = false, string[]? names = null) =>
        FromArray<float>(rawArray.ToArray(), [rows, columns], dtype, device, requires_grad, names);

    public static Tensor tensor(
        IList<float> rawArray, long dim0, long dim1, long dim2, ScalarType? dtype = null, Device? device = null,
        bool requires_grad = false, string[]? names = null) =>
        FromArray<float>(rawArray.ToArray(), [dim0, dim1, dim2], dtype, device, requires_grad, names);

    public static Tensor tensor(
        float[,] rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false,
        string[]? names = null) =>
        from_array(rawArray, dtype, device, requires_grad, names);

    public static Tensor tensor(
        float[,,] rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false,
        string[]? names = null) =>
        from_array(rawArray, dtype, device, requires_grad, names);

    public static Tensor tensor(
        long[,] rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false,
        string[]? names = null) =>
        from_array(rawArray, dtype, device, requires_grad, names);

    public static Tensor tensor(
        bool scalar, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        FromArray([scalar], [], dtype, device, requires_grad);

    public static Tensor tensor(byte scalar, Device? device = null, bool requires_grad = false) =>
        FromArray([scalar], [], null, device, requires_grad);

    /// <summary>An Int32 scalar; <c>tensor(1L)</c> is Int64.</summary>
    public static Tensor tensor(int scalar, Device? device = null, bool requires_grad = false) =>
        FromArray([scalar], [], null, device, requires_grad);

    public static Tensor tensor(
        long scalar, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        FromArray([scalar], [], dtype, device, requires_grad);

    public static Tensor tensor(float scalar, Device? device = null, bool requires_grad = false) =>
        FromArray([scalar], [], null, device, requires_grad);

    /// <summary>A Float64 scalar; <c>tensor(1f)</c> is Float32.</summary>
    public static Tensor tensor(
        double scalar, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        FromArray([scalar], [], dtype, device, requires_grad);

    public static Tensor from_array(Array rawArray, Device? device = null) => from_array(rawArray, null, device);

    /// <summary>A tensor of the array's rank and lengths with a copy of its elements.</summary>
    public static unsafe Tensor from_array(
        Array rawArray, ScalarType? dtype, Device? device = null, bool requires_grad = false, string[]? names = null)
    {
        var shape = new long[rawArray.Rank];
        for (int dim = 0; dim < shape.Length; dim++) shape[dim] = rawArray.GetLongLength(dim);
        ScalarType type = ScalarTypeOf(rawArray.GetType().GetElementType()!);
        fixed (byte* first = &MemoryMarshal.GetArrayDataReference(rawArray))
        {
            return FromHost(first, shape, type, dtype, device, requires_grad, names);
        }
    }

    /// <summary>A vector with a copy of <paramref name="count"/> elements from <paramref name="offset"/> on.</summary>
    public static Tensor frombuffer(
        Array rawArray, ScalarType dtype, long count = -1, long offset = 0, bool requires_grad = false)
    {
        long length = rawArray.LongLength;
        if (offset < 0 || offset >= length) throw new ArgumentException($"invalid value for 'offset': {offset}");
        if (count > length - offset) throw new IndexOutOfRangeException($"element count is too large: {count}");
        using Tensor whole = from_array(rawArray);
        using Tensor part = whole.flatten().narrow(0, offset, count < 0 ? length - offset : count);
        return part.to(dtype, copy: true).requires_grad_(requires_grad);
    }

    internal static unsafe Tensor FromArray<T>(
        ReadOnlySpan<T> elements, ReadOnlySpan<long> shape, ScalarType? dtype, Device? device, bool requires_grad,
        string[]? names = null)
    {
        long product = 1;
        foreach (long size in shape) product *= size;
        if (product > elements.Length)
        {
            throw new ArgumentException(
                $"mismatched total size creating a tensor from an array: {product} vs. {elements.Length}");
        }

        fixed (byte* first = &Unsafe.As<T, byte>(ref MemoryMarshal.GetReference(elements)))
        {
            return FromHost(first, shape, ScalarTypeOf(typeof(T)), dtype, device, requires_grad, names);
        }
    }

    private static unsafe Tensor FromHost(
        byte* first, ReadOnlySpan<long> shape, ScalarType type, ScalarType? dtype, Device? device, bool requires_grad,
        string[]? names)
    {
        HostTraffic.Write();
        Tensor tensor;
        fixed (long* sizes = shape)
        {
            long place = Place(device)?.Code ?? -1;
            tensor = new Tensor(Shim.Check(Shim.shim_tensor_from_host(first, sizes, shape.Length, (int)type, place)));
        }

        if (dtype is not null && dtype != type)
        {
            using (tensor) return Made(tensor.to(dtype.Value), requires_grad, names);
        }

        return Made(tensor, requires_grad, names);
    }
}
