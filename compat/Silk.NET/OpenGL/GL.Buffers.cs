namespace Silk.NET.OpenGL;

public unsafe partial class GL
{
    public uint GenBuffer() => Generate();

    public void BindBuffer(BufferTargetARB target, uint buffer) => Bind((uint)target, buffer);

    public void DeleteBuffer(uint buffers) => Delete(buffers);

    public void BufferData(BufferTargetARB target, nuint size, void* data, BufferUsageARB usage) =>
        ((delegate* unmanaged<uint, nuint, void*, uint, void>)Function())((uint)target, size, data, (uint)usage);

    public void BufferData<T0>(BufferTargetARB target, ReadOnlySpan<T0> data, BufferUsageARB usage)
        where T0 : unmanaged
    {
        fixed (T0* first = data) BufferData(target, (nuint)(data.Length * sizeof(T0)), first, usage);
    }

    public void BufferSubData<T0>(BufferTargetARB target, nint offset, ReadOnlySpan<T0> data)
        where T0 : unmanaged
    {
        fixed (T0* first = data)
        {
            ((delegate* unmanaged<uint, nint, nuint, void*, void>)Function())(
                (uint)target, offset, (nuint)(data.Length * sizeof(T0)), first);
        }
    }

    public uint GenVertexArray() => Generate();

    public void BindVertexArray(uint array) => ((delegate* unmanaged<uint, void>)Function())(array);

    public void DeleteVertexArray(uint arrays) => Delete(arrays);

    public void EnableVertexAttribArray(uint index) => ((delegate* unmanaged<uint, void>)Function())(index);

    public void VertexAttribPointer(uint index, int size, VertexAttribPointerType type, bool normalized, uint stride, void* pointer) =>
        ((delegate* unmanaged<uint, int, uint, byte, uint, void*, void>)Function())(
            index, size, (uint)type, normalized ? (byte)1 : (byte)0, stride, pointer);

    public void VertexAttribDivisor(uint index, uint divisor) =>
        ((delegate* unmanaged<uint, uint, void>)Function())(index, divisor);

    public void DrawArrays(PrimitiveType mode, int first, uint count) =>
        ((delegate* unmanaged<uint, int, uint, void>)Function())((uint)mode, first, count);

    public void DrawArraysInstanced(PrimitiveType mode, int first, uint count, uint instancecount) =>
        ((delegate* unmanaged<uint, int, uint, uint, void>)Function())((uint)mode, first, count, instancecount);
}
