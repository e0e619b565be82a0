using TorchSharp.Native;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        private static class Conversion
        {
            internal static readonly Op Clone = new("clone");
            internal static readonly Op CopyInPlace = new("copy_");
            internal static readonly Op Detach = new("detach");
            internal static readonly Op DetachInPlace = new("detach_");
            internal static readonly Op FillInPlace = new("fill_.Scalar");
            internal static readonly Op PinMemory = new("pin_memory");
            internal static readonly Op ToDevice = new("to.device");
            internal static readonly Op ToDtype = new("to.dtype");
            internal static readonly Op ToDtypeLayout = new("to.dtype_layout");
            internal static readonly Op ZeroInPlace = new("zero_");
        }

        public Tensor detach() => Conversion.Detach.Unary(this);

        public Tensor detach_() => Conversion.DetachInPlace.CallInPlace(this);

        public Tensor clone() => Conversion.Clone.Call(this);

        public Tensor copy_(Tensor source, bool nonBlocking = false) =>
            Conversion.CopyInPlace.CallInPlace(this, source, nonBlocking);

        public Tensor zero_() => Conversion.ZeroInPlace.CallInPlace(this);

        public Tensor fill_(Scalar value) => Conversion.FillInPlace.CallInPlace(this, value);

        public Tensor to(Device device, bool copy = false, bool disposeAfter = false, bool non_blocking = false) =>
            After(disposeAfter, Conversion.ToDtypeLayout.Call(
                this, Value.None, Value.None, Destination(device), Value.None, non_blocking, copy));

        public Tensor to(
            DeviceType deviceType, int deviceIndex = -1, bool copy = false, bool disposeAfter = false,
            bool non_blocking = false) =>
            to(new Device(deviceType, deviceIndex), copy, disposeAfter, non_blocking);

        public Tensor to(
            ScalarType type, Device device, bool copy = false, bool disposeAfter = false, bool non_blocking = false) =>
            After(disposeAfter, Conversion.ToDevice.Call(this, Destination(device), type, non_blocking, copy));

        public Tensor to(ScalarType type, bool copy = false, bool disposeAfter = false, bool non_blocking = false) =>
            After(disposeAfter, Conversion.ToDtype.Call(this, type, non_blocking, copy));

        public Tensor to(Tensor other, bool non_blocking = false) =>
            to(other.dtype, other.device, non_blocking: non_blocking);

        public Tensor to(string device, bool copy = false, bool disposeAfter = false, bool non_blocking = false) =>
            to(new Device(device), copy, disposeAfter, non_blocking);

        public Tensor to_type(
            ScalarType type, bool copy = false, bool disposeAfter = false, bool non_blocking = false) =>
            to(type, copy, disposeAfter, non_blocking);

        public Tensor type(Func<Tensor, Tensor> typeFunc) => typeFunc(this);

        public Tensor type(ScalarType dtype) => to(dtype);

        public Tensor @float() => to(ScalarType.Float32);

        public Tensor @double() => to(ScalarType.Float64);

        public Tensor @long() => to(ScalarType.Int64);

        public Tensor @int() => to(ScalarType.Int32);

        public Tensor @bool() => to(ScalarType.Bool);

        public Tensor cpu()
        {
            if (device_type == DeviceType.CPU) HostTraffic.Read();
            return to(CPU);
        }

        public Tensor cuda(Device? device = null, bool non_blocking = false) =>
            to(device ?? CUDA, non_blocking: non_blocking);

        /// <summary>A copy in memory that a GPU can read while the CPU goes on.</summary>
        public Tensor pin_memory() => Conversion.PinMemory.Call(this);

        /// <summary>The single element, whatever its type and device.</summary>
        internal unsafe NativeValue Element()
        {
            HostTraffic.Read();
            NativeValue value;
            Shim.Check(Shim.shim_tensor_item(Handle, &value));
            return value;
        }

        private Device Destination(Device device)
        {
            if (device.type == DeviceType.CPU && device_type != DeviceType.CPU) HostTraffic.Read();
            return device;
        }

        private Tensor After(bool dispose, Tensor result)
        {
            if (dispose) Dispose();
            return result;
        }
    }
}
