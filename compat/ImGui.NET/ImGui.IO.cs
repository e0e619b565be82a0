namespace ImGuiNET;

public static partial class ImGui
{
    public static ImGuiIOPtr GetIO() => default;
}
