namespace Silk.NET.Windowing;

/// <summary>Whether a window has a border that can be dragged.</summary>
public enum WindowBorder
{
    Resizable = 0,
    Fixed = 1,
    Hidden = 2,
}
