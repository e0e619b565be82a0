using TorchSharp.Native;

namespace TorchSharp;

/// <summary>Static functions over tensors, with PyTorch's names.</summary>
public static partial class torch
{
    public static readonly Device CPU = new(DeviceType.CPU);

    private static Device? defaultDevice;

    public static Device CUDA { get; } = new(DeviceType.CUDA);

    public static string __version__ => "0.106.0";

    /// <summary>Seeds the default generators of all devices.</summary>
    public static Generator manual_seed(long seed)
    {
        Shim.Check(Shim.shim_manual_seed(unchecked((ulong)seed)));
        return Generator.Default;
    }

    public static Tensor get_rng_state()
    {
        using Generator generator = Generator.Default;
        return generator.get_state();
    }

    public static void set_rng_state(Tensor new_state)
    {
        using Generator generator = Generator.Default;
        generator.set_state(new_state);
    }

    public static long initial_seed()
    {
        using Generator generator = Generator.Default;
        return generator.initial_seed();
    }

    /// <summary>
    /// Threads inside one operator. With 1, operators of several C# threads run side by side undisturbed.
    /// </summary>
    public static void set_num_threads(int num) => Shim.Check(Shim.shim_set_threads(num));

    public static int get_num_threads() => Shim.shim_threads();

    public static void set_num_interop_threads(int num) => Shim.Check(Shim.shim_set_interop_threads(num));

    public static void set_default_dtype(ScalarType dtype) => Shim.Check(Shim.shim_set_default_dtype((int)dtype));

    public static ScalarType get_default_dtype() => (ScalarType)Shim.shim_default_dtype();

    public static void set_default_device(Device device) =>
        defaultDevice = device.type == DeviceType.CPU ? null : device;

    public static void set_default_device(string device) => set_default_device(new Device(device));

    public static Device device(DeviceType deviceType, int index = -1) => new(deviceType, index);

    public static Device device(int index) => new(index);

    public static Device device(string description) => new(description);

    public static Device device(string deviceType, int index = -1) => new(deviceType, index);

    public static bool TryInitializeDeviceType(DeviceType deviceType) =>
        deviceType == DeviceType.CPU || (deviceType == DeviceType.CUDA && cuda.is_available());

    public static void InitializeDeviceType(DeviceType deviceType)
    {
        if (TryInitializeDeviceType(deviceType)) return;
        throw new InvalidOperationException($"This libtorch has no device of type {deviceType}.");
    }

    public static IDisposable no_grad() => new GradMode(false);

    public static IDisposable enable_grad(bool enabled = true) => new GradMode(enabled);

    public static IDisposable set_grad_enabled(bool mode = true) => new GradMode(mode);

    public static bool is_grad_enabled() => Shim.shim_grad_mode() != 0;

    public static IDisposable inference_mode(bool mode = true) => new InferenceMode(mode);

    public static DisposeScope NewDisposeScope() => DisposeScopeManager.ThreadSingleton.NewDisposeScope();

    /// <summary>Evaluates an expression in a dispose scope of its own, out of which only the result comes.</summary>
    public static Tensor WrappedTensorDisposeScope(Func<Tensor> expr)
    {
        using DisposeScope scope = NewDisposeScope();
        return expr().MoveToOuterDisposeScope();
    }

    /// <summary>The device for a factory that was given none.</summary>
    private static Device? Place(Device? device)
    {
        if (device is null) HostTraffic.Unplace();
        return device ?? defaultDevice;
    }

    /// <summary>Whether this thread's operations are recorded; put back to what it was when disposed of.</summary>
    private sealed class GradMode : IDisposable
    {
        private readonly int previous = Shim.shim_grad_mode();

        internal GradMode(bool enabled) => Shim.shim_set_grad_mode(enabled ? 1 : 0);

        public void Dispose() => Shim.shim_set_grad_mode(previous);
    }

    private sealed class InferenceMode(bool enabled) : IDisposable
    {
        private nint guard = Shim.shim_inference_begin(enabled ? 1 : 0);

        public void Dispose()
        {
            if (guard != 0) Shim.shim_inference_end(guard);
            guard = 0;
        }
    }

    public static partial class random
    {
        public static Generator manual_seed(long seed) => torch.manual_seed(seed);

        public static Tensor get_rng_state() => torch.get_rng_state();

        public static long initial_seed() => torch.initial_seed();

        public static long seed()
        {
            using Generator generator = Generator.Default;
            long seed = generator.seed();
            manual_seed(seed).Dispose();
            return seed;
        }

        public static void set_rng_state(Tensor new_state) => torch.set_rng_state(new_state);
    }

    public static partial class cuda
    {
        public static bool is_available() => Shim.shim_cuda_available() != 0;

        public static bool is_cudnn_available() => Shim.shim_cudnn_available() != 0;

        public static int device_count() => Shim.shim_cuda_devices();

        public static void manual_seed(long seed) =>
            Shim.Check(Shim.shim_cuda_manual_seed(unchecked((ulong)seed), 0));

        public static void manual_seed_all(long seed) =>
            Shim.Check(Shim.shim_cuda_manual_seed(unchecked((ulong)seed), 1));

        /// <summary>Waits until everything queued on the device is done.</summary>
        public static void synchronize(Device? device = null) =>
            Shim.Check(Shim.shim_cuda_synchronize(device?.index ?? -1));
    }
}
