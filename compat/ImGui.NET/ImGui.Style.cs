using System.Numerics;

namespace ImGuiNET;

// Colours, spaces and fonts.
public static partial class ImGui
{
    public static void PushStyleColor(ImGuiCol idx, uint col) => Native.imgui_push_style_color(idx, col);

    public static void PushStyleColor(ImGuiCol idx, Vector4 col) => Native.imgui_push_style_color_2(idx, col);

    public static void PopStyleColor(int count) => Native.imgui_pop_style_color(count);

    public static void PushStyleVar(ImGuiStyleVar idx, float val) => Native.imgui_push_style_var(idx, val);

    public static void PushStyleVar(ImGuiStyleVar idx, Vector2 val) => Native.imgui_push_style_var_2(idx, val);

    public static void PopStyleVar(int count) => Native.imgui_pop_style_var(count);

    public static uint GetColorU32(ImGuiCol idx, float alpha_mul) => Native.imgui_get_color_u32(idx, alpha_mul);

    public static uint GetColorU32(Vector4 col) => Native.imgui_get_color_u32_2(col);

    public static void PushFont(ImFontPtr font) => Native.imgui_push_font(font.NativePtr);

    public static void PopFont() => Native.imgui_pop_font();

    public static void BeginDisabled(bool disabled) => Native.imgui_begin_disabled(disabled);

    public static void EndDisabled() => Native.imgui_end_disabled();

    public static void PopStyleColor() => PopStyleColor(1);

    public static void PopStyleVar() => PopStyleVar(1);

    public static uint GetColorU32(ImGuiCol idx) => GetColorU32(idx, 1);

    public static void BeginDisabled() => BeginDisabled(true);
}
