namespace ImGuiNET;

/// <summary>How a region of a window behaves.</summary>
[Flags]
public enum ImGuiChildFlags
{
    None = 0,
    Border = 1,
}
