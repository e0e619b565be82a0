namespace Silk.NET.Core.Contexts;

/// <summary>What owns a context of OpenGL, such as a window.</summary>
public interface IGLContextSource
{
    IGLContext GLContext { get; }
}
