using System.Runtime.InteropServices;

namespace MetaRL.Compat;

/// <summary>Settings of the C library's allocator, which allocates the memory of tensors.</summary>
internal static partial class Allocator
{
    private const int TrimThreshold = -1, TopPad = -2, MmapThreshold = -3, ArenaMax = -8; // glibc's malloc.h
    private const int MiB = 1 << 20;

    /// <summary>Keeps freed memory for the next tensor; does nothing where the C library is not glibc.</summary>
    /// <remarks>
    /// glibc maps every block above 128 KiB anew and gives the top of a heap back whenever 128 KiB of it are free, so
    /// that a tensor of a few hundred KiB would be page-faulted in again for every operator.
    /// </remarks>
    public static void KeepFreedMemory()
    {
        try
        {
            _ = SetOption(MmapThreshold, 32 * MiB); // the most that glibc accepts
            _ = SetOption(TrimThreshold, 1024 * MiB);
            // Threads other than the first allocate from heaps of 64 MiB. An empty one goes back to the system as long
            // as the one before it has more room than this, and a tensor at the border of two heaps would bring it back
            // at once.
            _ = SetOption(TopPad, 64 * MiB);
            // Chunks of tasks are computed by whichever thread is free and freed by another, so that with an arena a
            // thread every one of them grows towards the size of all.
            _ = SetOption(ArenaMax, 1);
        }
        catch (EntryPointNotFoundException)
        {
        }
    }

    /// <summary>Bytes that are allocated, or, where the C library is not glibc 2.33 or newer, resident.</summary>
    public static long AllocatedBytes
    {
        get
        {
            try
            {
                var use = Use();
                return (long)(use.InArenas + use.Mapped);
            }
            catch (Exception e) when (e is EntryPointNotFoundException or DllNotFoundException)
            {
                return Environment.WorkingSet;
            }
        }
    }

    [LibraryImport("libc.so.6", EntryPoint = "mallinfo2")]
    private static partial MallocUse Use();

    [LibraryImport("libc.so.6", EntryPoint = "mallopt")]
    private static partial int SetOption(int option, int value);

    // mallinfo2 of glibc's malloc.h
    [StructLayout(LayoutKind.Sequential)]
    private struct MallocUse
    {
        public nuint FromSystem, FreeBlocks, FreeFastBlocks, MappedBlocks, Mapped;
        public nuint Unused, FreeFast, InArenas, Free, Top;
    }
}
