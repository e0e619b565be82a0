using System.Numerics;

namespace ImGuiNET;

// What the mouse does, and lists to draw into.
public static partial class ImGui
{
    public static bool IsItemHovered() => Native.imgui_is_item_hovered();

    public static bool IsItemActive() => Native.imgui_is_item_active();

    public static bool IsItemActivated() => Native.imgui_is_item_activated();

    public static bool IsItemClicked() => Native.imgui_is_item_clicked();

    public static bool IsItemDeactivatedAfterEdit() => Native.imgui_is_item_deactivated_after_edit();

    public static bool IsAnyItemActive() => Native.imgui_is_any_item_active();

    public static bool IsMouseClicked(ImGuiMouseButton button) => Native.imgui_is_mouse_clicked(button);

    public static bool IsMouseDown(ImGuiMouseButton button) => Native.imgui_is_mouse_down(button);

    public static bool IsMouseHoveringRect(Vector2 r_min, Vector2 r_max) =>
        Native.imgui_is_mouse_hovering_rect(r_min, r_max);

    public static Vector2 GetMousePos()
    {
        Native.imgui_get_mouse_pos(out var result);
        return result;
    }

    public static Vector2 GetItemRectMin()
    {
        Native.imgui_get_item_rect_min(out var result);
        return result;
    }

    public static Vector2 GetItemRectMax()
    {
        Native.imgui_get_item_rect_max(out var result);
        return result;
    }

    public static ImDrawListPtr GetWindowDrawList() => new(Native.imgui_get_window_draw_list());

    public static ImDrawListPtr GetForegroundDrawList() => new(Native.imgui_get_foreground_draw_list());

    public static ImDrawListPtr GetBackgroundDrawList() => new(Native.imgui_get_background_draw_list());
}
