using TorchSharp.Native;

namespace TorchSharp;

public static partial class torch
{
    private static class Factory
    {
        internal static readonly Op Arange = new("arange.start_step");
        internal static readonly Op Empty = new("empty.memory_format");
        internal static readonly Op Eye = new("eye.m");
        internal static readonly Op Full = new("full");
        internal static readonly Op Linspace = new("linspace");
        internal static readonly Op Ones = new("ones");
        internal static readonly Op Zeros = new("zeros");
    }

    public static Tensor zeros(
        long size, ScalarType? dtype = null, Device? device = null,
        bool requires_grad = false, string[]? names = null) =>
        zeros((long[])[size], dtype, device, requires_grad, names);

    public static Tensor zeros(
        long[] size, ScalarType? dtype = null, Device? device = null,
        bool requires_grad = false, string[]? names = null) =>
        Made(Factory.Zeros.Call(size, dtype, Value.None, Place(device)), requires_grad, names);

    public static Tensor zeros(
        ReadOnlySpan<long> size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false,
        string[]? names = null) =>
        Made(Factory.Zeros.Call(size, dtype, Value.None, Place(device)), requires_grad, names);

    public static Tensor ones(
        long size, ScalarType? dtype = null, Device? device = null,
        bool requires_grad = false, string[]? names = null) =>
        ones((long[])[size], dtype, device, requires_grad, names);

    public static Tensor ones(
        long[] size, ScalarType? dtype = null, Device? device = null,
        bool requires_grad = false, string[]? names = null) =>
        Made(Factory.Ones.Call(size, dtype, Value.None, Place(device)), requires_grad, names);

    public static Tensor ones(
        ReadOnlySpan<long> size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false,
        string[]? names = null) =>
        Made(Factory.Ones.Call(size, dtype, Value.None, Place(device)), requires_grad, names);

    public static Tensor empty(
        long size, ScalarType? dtype = null, Device? device = null,
        bool requires_grad = false, string[]? names = null) =>
        empty((long[])[size], dtype, device, requires_grad, names);

    public static Tensor empty(
        long[] size, ScalarType? dtype = null, Device? device = null,
        bool requires_grad = false, string[]? names = null) =>
        Made(Factory.Empty.Call(size, dtype, Value.None, Place(device)), requires_grad, names);

    public static Tensor empty(
        ReadOnlySpan<long> size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false,
        string[]? names = null) =>
        Made(Factory.Empty.Call(size, dtype, Value.None, Place(device)), requires_grad, names);

    public static Tensor full(
        long size, Scalar value, ScalarType? dtype = null, Device? device = null, bool requires_grad = false,
        string[]? names = null) =>
        full((long[])[size], value, dtype, device, requires_grad, names);

    /// <summary>Of the value's kind (Int64 or the default type), where no type is named.</summary>
    public static Tensor full(
        long[] size, Scalar value, ScalarType? dtype = null, Device? device = null, bool requires_grad = false,
        string[]? names = null) =>
        Made(Factory.Full.Call(size, value, dtype ?? KindOf(value), Value.None, Place(device)), requires_grad, names);

    public static Tensor full(
        ReadOnlySpan<long> size, Scalar value, ScalarType? dtype = null, Device? device = null,
        bool requires_grad = false,
        string[]? names = null) =>
        Made(Factory.Full.Call(size, value, dtype ?? KindOf(value), Value.None, Place(device)), requires_grad, names);

    public static Tensor eye(
        long rows, long columns = -1, ScalarType? dtype = null, Device? device = null, bool requires_grad = false,
        string[]? names = null) =>
        Made(
            Factory.Eye.Call(rows, columns < 0 ? rows : columns, dtype, Value.None, Place(device)), requires_grad,
            names);

    public static Tensor arange(
        Scalar start, Scalar stop, Scalar step, ScalarType? dtype = null, Device? device = null,
        bool requires_grad = false)
    {
        bool integral = KindOf(start) == ScalarType.Int64 && KindOf(stop) == ScalarType.Int64
            && KindOf(step) == ScalarType.Int64;
        ScalarType type = dtype ?? (integral ? ScalarType.Int64 : get_default_dtype());
        return Made(Factory.Arange.Call(start, stop, step, type, Value.None, Place(device)), requires_grad);
    }

    public static Tensor arange(
        Scalar start, Scalar stop, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        arange(start, stop, 1, dtype, device, requires_grad);

    public static Tensor arange(
        Scalar stop, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        arange(0, stop, 1, dtype, device, requires_grad);

    public static Tensor linspace(
        double start, double end, long steps, ScalarType? dtype = null, Device? device = null,
        bool requires_grad = false) =>
        Made(Factory.Linspace.Call(start, end, steps, dtype, Value.None, Place(device)), requires_grad);

    public static Tensor zeros_like(
        Tensor input, ScalarType? dtype = null, Device? device = null, bool requires_grad = false,
        string[]? names = null) =>
        Made(input.zeros_like(dtype, device), requires_grad, names);

    public static Tensor ones_like(
        Tensor input, ScalarType? dtype = null, Device? device = null, bool requires_grad = false,
        string[]? names = null) =>
        Made(input.ones_like(dtype, device), requires_grad, names);

    public static Tensor full_like(
        Tensor input, Scalar value, ScalarType? dtype = null, Device? device = null, bool requires_grad = false,
        string[]? names = null) =>
        Made(input.full_like(value, dtype, device), requires_grad, names);

    private static ScalarType KindOf(Scalar value) =>
        value.Tag == Tag.Double ? get_default_dtype() : ScalarType.Int64;
}
