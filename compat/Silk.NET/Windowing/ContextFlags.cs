namespace Silk.NET.Windowing;

/// <summary>How a context of OpenGL behaves.</summary>
public enum ContextFlags
{
    Default = 0,
    Debug = 1,
    ForwardCompatible = 2,
}
