using System.Numerics;

namespace ImGuiNET;

// Windows and their regions.
public static partial class ImGui
{
    public static bool Begin(string name, ImGuiWindowFlags flags) => Native.imgui_begin(name, flags);

    public static bool Begin(string name, ref bool p_open, ImGuiWindowFlags flags) =>
        Native.imgui_begin_2(name, ref p_open, flags);

    public static void End() => Native.imgui_end();

    public static bool BeginChild(
        string str_id, Vector2 size, ImGuiChildFlags child_flags, ImGuiWindowFlags window_flags) =>
        Native.imgui_begin_child(str_id, size, child_flags, window_flags);

    public static void EndChild() => Native.imgui_end_child();

    public static void SetNextWindowPos(Vector2 pos, ImGuiCond cond, Vector2 pivot) =>
        Native.imgui_set_next_window_pos(pos, cond, pivot);

    public static void SetNextWindowSize(Vector2 size, ImGuiCond cond) =>
        Native.imgui_set_next_window_size(size, cond);

    public static Vector2 GetWindowPos()
    {
        Native.imgui_get_window_pos(out var result);
        return result;
    }

    public static Vector2 GetWindowSize()
    {
        Native.imgui_get_window_size(out var result);
        return result;
    }

    public static Vector2 GetContentRegionAvail()
    {
        Native.imgui_get_content_region_avail(out var result);
        return result;
    }

    public static bool IsWindowHovered() => Native.imgui_is_window_hovered();

    public static bool Begin(string name) => Begin(name, ImGuiWindowFlags.None);

    public static bool BeginChild(string str_id, Vector2 size) =>
        BeginChild(str_id, size, ImGuiChildFlags.None, ImGuiWindowFlags.None);

    public static bool BeginChild(string str_id, Vector2 size, ImGuiChildFlags child_flags) =>
        BeginChild(str_id, size, child_flags, ImGuiWindowFlags.None);

    public static void SetNextWindowPos(Vector2 pos) => SetNextWindowPos(pos, ImGuiCond.None, default);

    public static void SetNextWindowPos(Vector2 pos, ImGuiCond cond) => SetNextWindowPos(pos, cond, default);

    public static void SetNextWindowSize(Vector2 size) => SetNextWindowSize(size, ImGuiCond.None);
}
