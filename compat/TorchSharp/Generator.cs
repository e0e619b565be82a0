using TorchSharp.Native;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>A stream of random numbers on one device.</summary>
    public class Generator : IDisposable
    {
        public Generator(ulong seed = 0, Device? device = null)
        {
            this.device = device ?? CPU;
            Handle = Shim.Check(Shim.shim_generator_new(this.device.Code, seed));
        }

        internal Generator(nint handle)
        {
            Handle = handle;
            device = Device.FromCode(Shim.shim_generator_device(handle));
        }

        ~Generator() => Dispose(false);

        /// <summary>The stream that operators without a generator draw from on the CPU.</summary>
        public static Generator Default => new(Shim.Check(Shim.shim_generator_default(CPU.Code)));

        public nint Handle { get; private set; }

        public Device device { get; }

        public Generator manual_seed(long seed)
        {
            Shim.Check(Shim.shim_generator_set_seed(Handle, unchecked((ulong)seed)));
            return this;
        }

        public long initial_seed() => unchecked((long)Shim.shim_generator_initial_seed(Handle));

        /// <summary>Takes on a seed from the system's entropy and returns it.</summary>
        public long seed() => unchecked((long)Shim.shim_generator_reseed(Handle));

        public Tensor get_state() => new(Shim.Check(Shim.shim_generator_state(Handle)));

        public void set_state(Tensor value) => Shim.Check(Shim.shim_generator_set_state(Handle, value.Handle));

        public void Dispose()
        {
            Dispose(true);
            GC.SuppressFinalize(this);
        }

        protected virtual void Dispose(bool disposing)
        {
            if (Handle == 0) return;
            Shim.shim_generator_free(Handle);
            Handle = 0;
        }
    }
}
