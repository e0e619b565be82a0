using System.Numerics;

namespace ImGuiNET;

// Where the next item goes.
public static partial class ImGui
{
    public static void Separator() => Native.imgui_separator();

    public static void SameLine(float offset_from_start_x, float spacing) =>
        Native.imgui_same_line(offset_from_start_x, spacing);

    public static void Spacing() => Native.imgui_spacing();

    public static void Dummy(Vector2 size) => Native.imgui_dummy(size);

    public static void Indent(float indent_w) => Native.imgui_indent(indent_w);

    public static void Unindent(float indent_w) => Native.imgui_unindent(indent_w);

    public static void BeginGroup() => Native.imgui_begin_group();

    public static void EndGroup() => Native.imgui_end_group();

    public static Vector2 GetCursorScreenPos()
    {
        Native.imgui_get_cursor_screen_pos(out var result);
        return result;
    }

    public static void SetCursorScreenPos(Vector2 pos) => Native.imgui_set_cursor_screen_pos(pos);

    public static void AlignTextToFramePadding() => Native.imgui_align_text_to_frame_padding();

    public static float GetFrameHeight() => Native.imgui_get_frame_height();

    public static float GetTextLineHeight() => Native.imgui_get_text_line_height();

    public static float GetFontSize() => Native.imgui_get_font_size();

    public static void PushItemWidth(float item_width) => Native.imgui_push_item_width(item_width);

    public static void PopItemWidth() => Native.imgui_pop_item_width();

    public static void SetNextItemWidth(float item_width) => Native.imgui_set_next_item_width(item_width);

    public static void PushID(string str_id) => Native.imgui_push_id(str_id);

    public static void PushID(int int_id) => Native.imgui_push_id_2(int_id);

    public static void PopID() => Native.imgui_pop_id();

    public static void SetScrollHereY(float center_y_ratio) => Native.imgui_set_scroll_here_y(center_y_ratio);

    public static void SameLine() => SameLine(0, -1);

    public static void SameLine(float offset_from_start_x) => SameLine(offset_from_start_x, -1);

    public static void Indent() => Indent(0);

    public static void Unindent() => Unindent(0);

    public static void SetScrollHereY() => SetScrollHereY(0.5f);
}
