namespace TorchSharp.Native;

/// <summary>
/// Holds a tensor's native reference and gives it back if the tensor is dropped without being disposed of. Registering an
/// object for finalization takes a lock that all threads share; tensors are therefore not finalizable themselves, and the
/// owners of those that were disposed of serve their thread again.
/// </summary>
internal sealed class TensorOwner
{
    ~TensorOwner()
    {
        if (Handle == 0) return;
        DisposeScopeManager.ThreadSingleton.CountFinalized();
        Shim.shim_tensor_free(Handle);
        Handle = 0;
    }

    internal nint Handle { get; private set; }

    /// <summary>The owners of one thread that are free.</summary>
    internal sealed class Pool
    {
        // A pool holds no more than this, 100 KB; the owners of larger scopes are left to the garbage collector.
        private readonly TensorOwner?[] free = new TensorOwner?[4096];
        private int count;

        internal TensorOwner Take(nint handle)
        {
            // A taken owner must leave the pool, or dropping its tensor would not make it garbage.
            TensorOwner owner = count > 0 ? free[--count]! : new TensorOwner();
            free[count] = null;
            owner.Handle = handle;
            return owner;
        }

        /// <summary>Frees the native reference and keeps the owner.</summary>
        internal void Release(TensorOwner owner)
        {
            Shim.shim_tensor_free(owner.Handle);
            owner.Handle = 0;
            if (count < free.Length) free[count++] = owner;
        }
    }
}
