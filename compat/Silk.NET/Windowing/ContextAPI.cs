namespace Silk.NET.Windowing;

/// <summary>What a window is drawn with.</summary>
public enum ContextAPI
{
    None = 0,
    Vulkan = 1,
    OpenGL = 2,
    OpenGLES = 3,
}
