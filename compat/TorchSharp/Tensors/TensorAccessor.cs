using System.Collections;
using TorchSharp.Native;

namespace TorchSharp.Utils;

/// <summary>Reads and writes the elements of a tensor on the CPU in row-major order, whatever its strides.</summary>
public sealed class TensorAccessor<T> : IDisposable, IEnumerable<T>
    where T : unmanaged
{
    private readonly torch.Tensor tensor;
    private readonly nint address;
    private readonly long[] shape;
    private readonly long[] strides;
    private readonly bool contiguous;

    internal TensorAccessor(torch.Tensor tensor)
    {
        if (tensor.device_type != DeviceType.CPU)
        {
            throw torch.NotOnCpu();
        }

        HostTraffic.Read();
        this.tensor = tensor;
        shape = tensor.shape;
        strides = tensor.stride();
        contiguous = tensor.is_contiguous();
        Count = tensor.numel();
        address = Count > 0 ? Shim.Check(Shim.shim_tensor_data(tensor.Handle)) : 0;
    }

    public long Count { get; }

    public bool IsReadOnly => false;

    public T this[params long[] indices]
    {
        get => At(Offset(indices));
        set => At(Offset(indices)) = value;
    }

    public T[] ToArray()
    {
        var array = new T[Count];
        CopyTo(array);
        return array;
    }

    /// <summary>The elements as an array of the tensor's rank.</summary>
    public Array ToNDArray()
    {
        if (shape.Length <= 1) return ToArray();
        Array array = Array.CreateInstance(typeof(T), shape);
        var index = new int[shape.Length];
        for (long i = 0; i < Count; i++)
        {
            long rest = i;
            for (int dim = shape.Length - 1; dim >= 0; dim--)
            {
                (rest, index[dim]) = (rest / shape[dim], (int)(rest % shape[dim]));
            }

            array.SetValue(At(OffsetOf(i)), index);
        }

        return array;
    }

    public void CopyTo(T[] array, int arrayIndex = 0, long tensorIndex = 0) =>
        CopyTo(array.AsSpan(), arrayIndex, tensorIndex);

    public unsafe void CopyTo(Span<T> array, int arrayIndex = 0, long tensorIndex = 0)
    {
        int length = (int)Math.Min(array.Length - arrayIndex, Count - tensorIndex);
        if (length <= 0) return;
        if (contiguous)
        {
            new ReadOnlySpan<T>((T*)address + tensorIndex, length).CopyTo(array[arrayIndex..]);
            GC.KeepAlive(tensor);
            return;
        }

        for (int i = 0; i < length; i++) array[arrayIndex + i] = At(OffsetOf(tensorIndex + i));
    }

    public void CopyFrom(T[] array, int arrayIndex = 0, long tensorIndex = 0) =>
        CopyFrom(array.AsSpan(), arrayIndex, tensorIndex);

    public void CopyFrom(ReadOnlySpan<T> array, int arrayIndex = 0, long tensorIndex = 0)
    {
        int length = (int)Math.Min(array.Length - arrayIndex, Count - tensorIndex);
        for (int i = 0; i < length; i++) At(OffsetOf(tensorIndex + i)) = array[arrayIndex + i];
    }

    public IEnumerator<T> GetEnumerator()
    {
        for (long i = 0; i < Count; i++) yield return At(OffsetOf(i));
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    public void Dispose()
    {
    }

    public override bool Equals(object? obj) => obj is TensorAccessor<T> other && this.SequenceEqual(other);

    public override int GetHashCode() => tensor.GetHashCode();

    private unsafe ref T At(long offset) => ref ((T*)address)[offset];

    private long Offset(long[] indices)
    {
        if (indices.Length == 1) return OffsetOf(indices[0]);
        long offset = 0;
        for (int dim = 0; dim < indices.Length; dim++)
        {
            if (indices[dim] < 0 || indices[dim] >= shape[dim]) throw new IndexOutOfRangeException();
            offset += indices[dim] * strides[dim];
        }

        return offset;
    }

    /// <summary>Where the element at a row-major position lies.</summary>
    private long OffsetOf(long position)
    {
        if (position < 0 || position >= Count) throw new IndexOutOfRangeException();
        if (contiguous) return position;
        long offset = 0;
        for (int dim = shape.Length - 1; dim >= 0; dim--)
        {
            offset += position % shape[dim] * strides[dim];
            position /= shape[dim];
        }

        return offset;
    }
}
