using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Silk.NET.OpenGL;

namespace MetaRL.Viewer.Drawing;

/// <summary>One number or vector of an instance.</summary>
/// <param name="Numbers">How many.</param>
/// <param name="Offset">Bytes from the start of the instance.</param>
/// <param name="IsColor">Whether they are bytes that stand for [0, 1].</param>
internal readonly record struct InstanceField(int Numbers, int Offset, bool IsColor = false);

/// <summary>Instances of one kind on the graphics processor, drawn as quads.</summary>
internal sealed unsafe class InstanceBuffer<T> : IDisposable
    where T : unmanaged
{
    private readonly GL _gl;
    private readonly InstanceField[] _fields;
    private readonly uint _vertexArray;
    private readonly uint _buffer;

    public InstanceBuffer(GL gl, params InstanceField[] fields)
    {
        (_gl, _fields) = (gl, fields);
        _vertexArray = gl.GenVertexArray();
        _buffer = gl.GenBuffer();
        gl.BindVertexArray(_vertexArray);
        for (var index = 0u; index < fields.Length; index++)
        {
            gl.EnableVertexAttribArray(index);
            gl.VertexAttribDivisor(index, 1);
        }
    }

    /// <summary>Replaces all instances.</summary>
    public void Upload(List<T> instances)
    {
        _gl.BindBuffer(BufferTargetARB.ArrayBuffer, _buffer);
        _gl.BufferData<T>(BufferTargetARB.ArrayBuffer, CollectionsMarshal.AsSpan(instances), BufferUsageARB.StreamDraw);
    }

    /// <summary>Draws some of the instances, in their order.</summary>
    public void Draw(int first, int count)
    {
        _gl.BindVertexArray(_vertexArray);
        _gl.BindBuffer(BufferTargetARB.ArrayBuffer, _buffer);
        for (var index = 0; index < _fields.Length; index++)
        {
            var (numbers, offset, isColor) = _fields[index];
            _gl.VertexAttribPointer(
                (uint)index, numbers, isColor ? VertexAttribPointerType.UnsignedByte : VertexAttribPointerType.Float,
                isColor, (uint)Unsafe.SizeOf<T>(), (void*)((first * Unsafe.SizeOf<T>()) + offset));
        }

        _gl.DrawArraysInstanced(PrimitiveType.TriangleStrip, 0, 4, (uint)count);
    }

    public void Dispose()
    {
        _gl.DeleteBuffer(_buffer);
        _gl.DeleteVertexArray(_vertexArray);
    }
}
