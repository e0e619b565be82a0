using Silk.NET.Core.Contexts;
using Silk.NET.Core.Loader;
using static Silk.NET.Windowing.GlfwLibrary;

namespace Silk.NET.Windowing;

/// <summary>The context of OpenGL that comes with a window.</summary>
internal sealed class GlfwContext(GlfwWindow window) : IGLContext
{
    public nint Handle => window.Handle;

    public IGLContextSource Source => window;

    public bool IsCurrent => glfwGetCurrentContext() == Handle;

    public nint GetProcAddress(string proc, int? slot = null) => TryGetProcAddress(proc, out var address, slot)
        ? address
        : throw new SymbolLoadingException(proc);

    public bool TryGetProcAddress(string proc, out nint addr, int? slot = null) =>
        (addr = glfwGetProcAddress(proc)) != 0;

    public void SwapInterval(int interval) => glfwSwapInterval(interval);

    public void SwapBuffers() => glfwSwapBuffers(Handle);

    public void MakeCurrent() => glfwMakeContextCurrent(Handle);

    public void Clear() => glfwMakeContextCurrent(0);

    public void Dispose()
    {
    }
}
