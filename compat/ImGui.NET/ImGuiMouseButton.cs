namespace ImGuiNET;

/// <summary>A button of the mouse.</summary>
public enum ImGuiMouseButton
{
    Left = 0,
    Right = 1,
    Middle = 2,
}
