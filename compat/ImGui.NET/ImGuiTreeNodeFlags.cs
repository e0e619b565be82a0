namespace ImGuiNET;

/// <summary>How a node of a tree behaves.</summary>
[Flags]
public enum ImGuiTreeNodeFlags
{
    None = 0,
    Selected = 1,
    Framed = 2,
    DefaultOpen = 32,
    OpenOnDoubleClick = 64,
    OpenOnArrow = 128,
    Leaf = 256,
    Bullet = 512,
    FramePadding = 1024,
}
