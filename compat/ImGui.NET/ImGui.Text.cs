using System.Numerics;

namespace ImGuiNET;

// Text.
public static partial class ImGui
{
    public static void TextUnformatted(string text) => Native.imgui_text_unformatted(text);

    public static void Text(string fmt) => Native.imgui_text(fmt);

    public static void TextColored(Vector4 col, string fmt) => Native.imgui_text_colored(col, fmt);

    public static void TextDisabled(string fmt) => Native.imgui_text_disabled(fmt);

    public static void TextWrapped(string fmt) => Native.imgui_text_wrapped(fmt);

    public static void BulletText(string fmt) => Native.imgui_bullet_text(fmt);

    public static Vector2 CalcTextSize(string text)
    {
        Native.imgui_calc_text_size(text, out var result);
        return result;
    }

    public static void SetTooltip(string fmt) => Native.imgui_set_tooltip(fmt);
}
