using System.Numerics;

namespace ImGuiNET;

// What a person operates.
public static partial class ImGui
{
    public static bool Button(string label, Vector2 size) => Native.imgui_button(label, size);

    public static bool SmallButton(string label) => Native.imgui_small_button(label);

    public static bool InvisibleButton(string str_id, Vector2 size) => Native.imgui_invisible_button(str_id, size);

    public static bool Checkbox(string label, ref bool v) => Native.imgui_checkbox(label, ref v);

    public static bool RadioButton(string label, bool active) => Native.imgui_radio_button(label, active);

    public static bool SliderFloat(string label, ref float v, float v_min, float v_max, string format) =>
        Native.imgui_slider_float(label, ref v, v_min, v_max, format);

    public static bool SliderInt(string label, ref int v, int v_min, int v_max) =>
        Native.imgui_slider_int(label, ref v, v_min, v_max);

    public static bool DragFloat(string label, ref float v, float v_speed, float v_min, float v_max, string format) =>
        Native.imgui_drag_float(label, ref v, v_speed, v_min, v_max, format);

    public static bool BeginCombo(string label, string preview_value) =>
        Native.imgui_begin_combo(label, preview_value);

    public static void EndCombo() => Native.imgui_end_combo();

    public static bool Selectable(string label, bool selected) => Native.imgui_selectable(label, selected);

    public static void ProgressBar(float fraction, Vector2 size_arg, string overlay) =>
        Native.imgui_progress_bar(fraction, size_arg, overlay);

    public static void PlotLines(string label, ref float values, int values_count, int values_offset,
        string overlay_text, float scale_min, float scale_max, Vector2 graph_size) =>
        Native.imgui_plot_lines(
            label, ref values, values_count, values_offset, overlay_text, scale_min, scale_max, graph_size);

    public static void PlotHistogram(string label, ref float values, int values_count, int values_offset,
        string overlay_text, float scale_min, float scale_max, Vector2 graph_size) =>
        Native.imgui_plot_histogram(
            label, ref values, values_count, values_offset, overlay_text, scale_min, scale_max, graph_size);

    public static bool CollapsingHeader(string label, ImGuiTreeNodeFlags flags) =>
        Native.imgui_collapsing_header(label, flags);

    public static bool TreeNode(string label) => Native.imgui_tree_node(label);

    public static void TreePop() => Native.imgui_tree_pop();

    public static bool Button(string label) => Button(label, default);

    public static bool SliderFloat(string label, ref float v, float v_min, float v_max) =>
        SliderFloat(label, ref v, v_min, v_max, "%.3f");

    public static bool DragFloat(string label, ref float v, float v_speed, float v_min, float v_max) =>
        DragFloat(label, ref v, v_speed, v_min, v_max, "%.3f");

    public static bool Selectable(string label) => Selectable(label, false);

    public static bool CollapsingHeader(string label) => CollapsingHeader(label, ImGuiTreeNodeFlags.None);
}
