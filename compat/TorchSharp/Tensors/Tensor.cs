using System.Runtime.CompilerServices;
using TorchSharp.Native;
using TorchSharp.Utils;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>
    /// A reference to a libtorch tensor. Made on a thread with an open dispose scope, it belongs to that scope.
    /// </summary>
    public partial class Tensor : IDisposable
    {
        private TensorOwner? owner;

        internal Tensor(nint handle)
        {
            if (handle == 0) return;
            DisposeScopeManager manager = DisposeScopeManager.ThreadSingleton;
            owner = manager.Owners.Take(handle);
            manager.Register(this);
        }

        /// <summary>The number of tensors of all threads that are neither disposed of nor finalized.</summary>
        public static long TotalCount => LiveTensors.Total;

        public static long PeakCount => LiveTensors.Peak;

        /// <summary>
        /// Whether there is no tensor behind this: it was disposed of, or it stands for a gradient that is not there.
        /// </summary>
        public bool IsInvalid => owner is null;

        public nint Handle
        {
            [MethodImpl(MethodImplOptions.AggressiveInlining)]
            get => owner?.Handle is { } handle and not 0 ? handle : throw Invalid();
        }

        public bool requires_grad
        {
            get => Shim.shim_tensor_requires_grad(Handle) != 0;
            set => Shim.Check(Shim.shim_tensor_set_requires_grad(Handle, value ? 1 : 0));
        }

        public bool is_leaf => Shim.shim_tensor_is_leaf(Handle) != 0;

        /// <summary>The gradient that <c>backward</c> has accumulated, or null.</summary>
        public Tensor? grad
        {
            get => Shim.shim_tensor_grad(Handle) is var gradient and not 0 ? new Tensor(gradient) : null;
            set => Shim.Check(Shim.shim_tensor_set_grad(Handle, value?.Handle ?? 0));
        }

        public ScalarType dtype => (ScalarType)Shim.shim_tensor_dtype(Handle);

        public Device device => Device.FromCode(Shim.shim_tensor_device(Handle));

        public DeviceType device_type => (DeviceType)(Shim.shim_tensor_device(Handle) >> 8);

        public bool is_cuda => device_type == DeviceType.CUDA;

        public long ndim => Shim.shim_tensor_dim(Handle);

        public long NumberOfElements => Shim.shim_tensor_numel(Handle);

        public long ElementSize => Shim.shim_tensor_element_size(Handle);

        public unsafe long[] shape => new ReadOnlySpan<long>(Shim.shim_tensor_sizes(Handle), (int)ndim).ToArray();

        /// <summary>The memory of a contiguous tensor on the CPU; setting it copies.</summary>
        public unsafe Span<byte> bytes
        {
            get
            {
                if (device_type != DeviceType.CPU) throw NotOnCpu();
                if (!is_contiguous()) throw new InvalidOperationException("Bytes() called on non-contiguous tensor.");
                HostTraffic.Read();
                int length = checked((int)(NumberOfElements * ElementSize));
                return new Span<byte>((void*)Shim.shim_tensor_data(Handle), length);
            }

            set
            {
                Span<byte> memory = bytes;
                if (value.Length != memory.Length)
                {
                    throw new ArgumentException(
                        $"The tensor holds {memory.Length} bytes, but was given {value.Length}.");
                }

                value.CopyTo(memory);
            }
        }

        public void Dispose()
        {
            Dispose(true);
            GC.SuppressFinalize(this);
        }

        public Tensor MoveToOuterDisposeScope()
        {
            OwningDisposeScope?.MoveToOuter(this);
            return this;
        }

        public Tensor DetachFromDisposeScope()
        {
            OwningDisposeScope?.Detach(this);
            return this;
        }

        public Tensor MoveToOtherDisposeScope(Tensor other) => MoveToOtherDisposeScope(other.OwningDisposeScope);

        public Tensor MoveToOtherDisposeScope(DisposeScope? other)
        {
            if (OwningDisposeScope is { } scope) scope.MoveToOther(other, this);
            else other?.Attach(this);
            return this;
        }

        public long dim() => ndim;

        public long numel() => NumberOfElements;

        public unsafe long size(int dim)
        {
            int dims = (int)ndim;
            int index = dim < 0 ? dim + dims : dim;
            if ((uint)index >= (uint)dims)
            {
                throw new System.Runtime.InteropServices.ExternalException(
                    $"Dimension out of range (expected to be in range of [{-dims}, {dims - 1}], but got {dim})");
            }

            return Shim.shim_tensor_sizes(Handle)[index];
        }

        public long[] size() => shape;

        public unsafe long[] stride() => new ReadOnlySpan<long>(Shim.shim_tensor_strides(Handle), (int)ndim).ToArray();

        public unsafe long stride(int dim)
        {
            long[] strides = stride();
            return strides[dim < 0 ? dim + strides.Length : dim];
        }

        public bool is_contiguous() => Shim.shim_tensor_is_contiguous(Handle) != 0;

        public void retain_grad() => Shim.Check(Shim.shim_tensor_retain_grad(Handle));

        public Tensor requires_grad_(bool requires_grad = true)
        {
            this.requires_grad = requires_grad;
            return this;
        }

        public Tensor with_requires_grad(bool requires_grad = true) => requires_grad_(requires_grad);

        public void backward() => autograd.backward(this);

        public void backward(
            IList<Tensor>? grad_tensors = null,
            bool retain_graph = false,
            bool create_graph = false,
            IList<Tensor>? inputs = null) =>
            autograd.backward(this, grad_tensors, retain_graph, create_graph, inputs);

        /// <summary>The elements of a tensor on the CPU, whose type must be <typeparamref name="T"/>.</summary>
        public TensorAccessor<T> data<T>()
            where T : unmanaged
        {
            RequireType<T>("data");
            return new TensorAccessor<T>(this);
        }

        /// <summary>The value of a tensor with one element, whose type must be <typeparamref name="T"/>.</summary>
        public T item<T>()
            where T : unmanaged
        {
            if (NumberOfElements != 1) throw new ArgumentException("Number of elements in the tensor must be 1");
            using TensorAccessor<T> elements = data<T>();
            return elements[0];
        }

        public override bool Equals(object? obj) => obj is Tensor other && EqualOp.CallBool(this, other);

        public override int GetHashCode() => RuntimeHelpers.GetHashCode(this);

        protected virtual void Dispose(bool disposing)
        {
            if (owner is null) return;
            DisposeScopeManager manager = DisposeScopeManager.ThreadSingleton;
            manager.Disposing(this);
            manager.Owners.Release(owner);
            owner = null;
        }

        private static readonly Op EqualOp = new("equal");

        internal DisposeScope? OwningDisposeScope { get; set; }

        internal int IndexInScope { get; set; } = -1;

        private static InvalidOperationException Invalid() => new("Tensor invalid -- empty handle.");

        private void RequireType<T>(string method)
            where T : unmanaged
        {
            ScalarType actual = dtype;
            if (ScalarTypeOf(typeof(T)) != actual)
            {
                throw new ArgumentException(
                    $"{typeof(T).Name} and {actual} do not match in {method}<{typeof(T).Name}>().");
            }
        }
    }

    internal static InvalidOperationException NotOnCpu() => new(
        "Reading data from non-CPU memory is not supported. Move or copy the tensor to the cpu before reading.");

    /// <summary>The element type of tensors made from arrays of <paramref name="type"/>.</summary>
    internal static ScalarType ScalarTypeOf(Type type) => Type.GetTypeCode(type) switch
    {
        TypeCode.Byte => ScalarType.Byte,
        TypeCode.SByte => ScalarType.Int8,
        TypeCode.Int16 => ScalarType.Int16,
        TypeCode.Int32 => ScalarType.Int32,
        TypeCode.Int64 => ScalarType.Int64,
        TypeCode.Single => ScalarType.Float32,
        TypeCode.Double => ScalarType.Float64,
        TypeCode.Boolean => ScalarType.Bool,
        _ when type == typeof(Half) => ScalarType.Float16,
        _ => throw new NotSupportedException($"No tensor holds elements of type {type}."),
    };
}
