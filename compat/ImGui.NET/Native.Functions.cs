using System.Numerics;
using System.Runtime.InteropServices;

namespace ImGuiNET;

internal static partial class Native
{
    [LibraryImport(Library)] internal static partial nint imgui_create_context();
    [LibraryImport(Library)] internal static partial void imgui_destroy_context(nint ctx);
    [LibraryImport(Library)] internal static partial nint imgui_get_current_context();
    [LibraryImport(Library)] internal static partial void imgui_set_current_context(nint ctx);
    [LibraryImport(Library)] internal static partial void imgui_new_frame();
    [LibraryImport(Library)] internal static partial void imgui_end_frame();
    [LibraryImport(Library)] internal static partial void imgui_render();
    [LibraryImport(Library)] internal static partial void imgui_style_colors_dark();
    [LibraryImport(Library)] internal static partial void imgui_style_colors_light();
    [LibraryImport(Library)] internal static partial void imgui_show_demo_window();
    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    [return: MarshalAs(UnmanagedType.U1)]
    internal static partial bool imgui_begin(string name, ImGuiWindowFlags flags);
    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    [return: MarshalAs(UnmanagedType.U1)]
    internal static partial bool imgui_begin_2(
        string name, [MarshalAs(UnmanagedType.U1)] ref bool p_open, ImGuiWindowFlags flags);
    [LibraryImport(Library)] internal static partial void imgui_end();
    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    [return: MarshalAs(UnmanagedType.U1)]
    internal static partial bool imgui_begin_child(
        string str_id, Vector2 size, ImGuiChildFlags child_flags, ImGuiWindowFlags window_flags);
    [LibraryImport(Library)] internal static partial void imgui_end_child();
    [LibraryImport(Library)]
    internal static partial void imgui_set_next_window_pos(Vector2 pos, ImGuiCond cond, Vector2 pivot);
    [LibraryImport(Library)] internal static partial void imgui_set_next_window_size(Vector2 size, ImGuiCond cond);
    [LibraryImport(Library)] internal static partial void imgui_get_window_pos(out Vector2 result);
    [LibraryImport(Library)] internal static partial void imgui_get_window_size(out Vector2 result);
    [LibraryImport(Library)] internal static partial void imgui_get_content_region_avail(out Vector2 result);
    [LibraryImport(Library)]
    [return: MarshalAs(UnmanagedType.U1)]
    internal static partial bool imgui_is_window_hovered();
    [LibraryImport(Library)] internal static partial void imgui_separator();
    [LibraryImport(Library)] internal static partial void imgui_same_line(float offset_from_start_x, float spacing);
    [LibraryImport(Library)] internal static partial void imgui_spacing();
    [LibraryImport(Library)] internal static partial void imgui_dummy(Vector2 size);
    [LibraryImport(Library)] internal static partial void imgui_indent(float indent_w);
    [LibraryImport(Library)] internal static partial void imgui_unindent(float indent_w);
    [LibraryImport(Library)] internal static partial void imgui_begin_group();
    [LibraryImport(Library)] internal static partial void imgui_end_group();
    [LibraryImport(Library)] internal static partial void imgui_get_cursor_screen_pos(out Vector2 result);
    [LibraryImport(Library)] internal static partial void imgui_set_cursor_screen_pos(Vector2 pos);
    [LibraryImport(Library)] internal static partial void imgui_align_text_to_frame_padding();
    [LibraryImport(Library)] internal static partial float imgui_get_frame_height();
    [LibraryImport(Library)] internal static partial float imgui_get_text_line_height();
    [LibraryImport(Library)] internal static partial float imgui_get_font_size();
    [LibraryImport(Library)] internal static partial void imgui_push_item_width(float item_width);
    [LibraryImport(Library)] internal static partial void imgui_pop_item_width();
    [LibraryImport(Library)] internal static partial void imgui_set_next_item_width(float item_width);
    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial void imgui_push_id(string str_id);
    [LibraryImport(Library)] internal static partial void imgui_push_id_2(int int_id);
    [LibraryImport(Library)] internal static partial void imgui_pop_id();
    [LibraryImport(Library)] internal static partial void imgui_set_scroll_here_y(float center_y_ratio);
    [LibraryImport(Library)] internal static partial void imgui_push_style_color(ImGuiCol idx, uint col);
    [LibraryImport(Library)] internal static partial void imgui_push_style_color_2(ImGuiCol idx, Vector4 col);
    [LibraryImport(Library)] internal static partial void imgui_pop_style_color(int count);
    [LibraryImport(Library)] internal static partial void imgui_push_style_var(ImGuiStyleVar idx, float val);
    [LibraryImport(Library)] internal static partial void imgui_push_style_var_2(ImGuiStyleVar idx, Vector2 val);
    [LibraryImport(Library)] internal static partial void imgui_pop_style_var(int count);
    [LibraryImport(Library)] internal static partial uint imgui_get_color_u32(ImGuiCol idx, float alpha_mul);
    [LibraryImport(Library)] internal static partial uint imgui_get_color_u32_2(Vector4 col);
    [LibraryImport(Library)] internal static partial void imgui_push_font(nint font);
    [LibraryImport(Library)] internal static partial void imgui_pop_font();
    [LibraryImport(Library)]
    internal static partial void imgui_begin_disabled([MarshalAs(UnmanagedType.U1)] bool disabled);
    [LibraryImport(Library)] internal static partial void imgui_end_disabled();
    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial void imgui_text_unformatted(string text);
    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial void imgui_text(string fmt);
    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial void imgui_text_colored(Vector4 col, string fmt);
    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial void imgui_text_disabled(string fmt);
    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial void imgui_text_wrapped(string fmt);
    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial void imgui_bullet_text(string fmt);
    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial void imgui_calc_text_size(string text, out Vector2 result);
    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial void imgui_set_tooltip(string fmt);
    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    [return: MarshalAs(UnmanagedType.U1)]
    internal static partial bool imgui_button(string label, Vector2 size);
    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    [return: MarshalAs(UnmanagedType.U1)]
    internal static partial bool imgui_small_button(string label);
    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    [return: MarshalAs(UnmanagedType.U1)]
    internal static partial bool imgui_invisible_button(string str_id, Vector2 size);
    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    [return: MarshalAs(UnmanagedType.U1)]
    internal static partial bool imgui_checkbox(string label, [MarshalAs(UnmanagedType.U1)] ref bool v);
    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    [return: MarshalAs(UnmanagedType.U1)]
    internal static partial bool imgui_radio_button(string label, [MarshalAs(UnmanagedType.U1)] bool active);
    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    [return: MarshalAs(UnmanagedType.U1)]
    internal static partial bool imgui_slider_float(string label, ref float v, float v_min, float v_max, string format);
    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    [return: MarshalAs(UnmanagedType.U1)]
    internal static partial bool imgui_slider_int(string label, ref int v, int v_min, int v_max);
    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    [return: MarshalAs(UnmanagedType.U1)]
    internal static partial bool imgui_drag_float(
        string label, ref float v, float v_speed, float v_min, float v_max, string format);
    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    [return: MarshalAs(UnmanagedType.U1)]
    internal static partial bool imgui_begin_combo(string label, string preview_value);
    [LibraryImport(Library)] internal static partial void imgui_end_combo();
    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    [return: MarshalAs(UnmanagedType.U1)]
    internal static partial bool imgui_selectable(string label, [MarshalAs(UnmanagedType.U1)] bool selected);
    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial void imgui_progress_bar(float fraction, Vector2 size_arg, string overlay);
    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial void imgui_plot_lines(
        string label, ref float values, int values_count, int values_offset, string overlay_text, float scale_min,
        float scale_max, Vector2 graph_size);
    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial void imgui_plot_histogram(
        string label, ref float values, int values_count, int values_offset, string overlay_text, float scale_min,
        float scale_max, Vector2 graph_size);
    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    [return: MarshalAs(UnmanagedType.U1)]
    internal static partial bool imgui_collapsing_header(string label, ImGuiTreeNodeFlags flags);
    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    [return: MarshalAs(UnmanagedType.U1)]
    internal static partial bool imgui_tree_node(string label);
    [LibraryImport(Library)] internal static partial void imgui_tree_pop();
    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    [return: MarshalAs(UnmanagedType.U1)]
    internal static partial bool imgui_begin_table(string str_id, int column, ImGuiTableFlags flags);
    [LibraryImport(Library)] internal static partial void imgui_end_table();
    [LibraryImport(Library)] internal static partial void imgui_table_next_row();
    [LibraryImport(Library)]
    [return: MarshalAs(UnmanagedType.U1)]
    internal static partial bool imgui_table_next_column();
    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial void imgui_table_setup_column(string label);
    [LibraryImport(Library)] internal static partial void imgui_table_headers_row();
    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    [return: MarshalAs(UnmanagedType.U1)]
    internal static partial bool imgui_begin_tab_bar(string str_id);
    [LibraryImport(Library)] internal static partial void imgui_end_tab_bar();
    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    [return: MarshalAs(UnmanagedType.U1)]
    internal static partial bool imgui_begin_tab_item(string label);
    [LibraryImport(Library)] internal static partial void imgui_end_tab_item();
    [LibraryImport(Library)][return: MarshalAs(UnmanagedType.U1)] internal static partial bool imgui_is_item_hovered();
    [LibraryImport(Library)][return: MarshalAs(UnmanagedType.U1)] internal static partial bool imgui_is_item_active();
    [LibraryImport(Library)]
    [return: MarshalAs(UnmanagedType.U1)]
    internal static partial bool imgui_is_item_activated();
    [LibraryImport(Library)][return: MarshalAs(UnmanagedType.U1)] internal static partial bool imgui_is_item_clicked();
    [LibraryImport(Library)]
    [return: MarshalAs(UnmanagedType.U1)]
    internal static partial bool imgui_is_item_deactivated_after_edit();
    [LibraryImport(Library)]
    [return: MarshalAs(UnmanagedType.U1)]
    internal static partial bool imgui_is_any_item_active();
    [LibraryImport(Library)]
    [return: MarshalAs(UnmanagedType.U1)]
    internal static partial bool imgui_is_mouse_clicked(ImGuiMouseButton button);
    [LibraryImport(Library)]
    [return: MarshalAs(UnmanagedType.U1)]
    internal static partial bool imgui_is_mouse_down(ImGuiMouseButton button);
    [LibraryImport(Library)]
    [return: MarshalAs(UnmanagedType.U1)]
    internal static partial bool imgui_is_mouse_hovering_rect(Vector2 r_min, Vector2 r_max);
    [LibraryImport(Library)] internal static partial void imgui_get_mouse_pos(out Vector2 result);
    [LibraryImport(Library)] internal static partial void imgui_get_item_rect_min(out Vector2 result);
    [LibraryImport(Library)] internal static partial void imgui_get_item_rect_max(out Vector2 result);
    [LibraryImport(Library)] internal static partial nint imgui_get_window_draw_list();
    [LibraryImport(Library)] internal static partial nint imgui_get_foreground_draw_list();
    [LibraryImport(Library)] internal static partial nint imgui_get_background_draw_list();
}
