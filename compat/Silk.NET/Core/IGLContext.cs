namespace Silk.NET.Core.Contexts;

/// <summary>A context of OpenGL, current on at most one thread.</summary>
public interface IGLContext : INativeContext
{
    nint Handle { get; }

    IGLContextSource Source { get; }

    bool IsCurrent { get; }

    void SwapInterval(int interval);

    void SwapBuffers();

    void MakeCurrent();

    void Clear();
}
