namespace Silk.NET.Windowing;

/// <summary>Which functions of OpenGL there are.</summary>
public enum ContextProfile
{
    Core = 0,
    Compatability = 1,
}
