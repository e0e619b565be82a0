namespace ImGuiNET;

/// <summary>The functions of Dear ImGui that a viewer needs.</summary>
public static partial class ImGui
{
    public static IntPtr CreateContext() => Native.imgui_create_context();

    public static void DestroyContext(IntPtr ctx) => Native.imgui_destroy_context(ctx);

    public static IntPtr GetCurrentContext() => Native.imgui_get_current_context();

    public static void SetCurrentContext(IntPtr ctx) => Native.imgui_set_current_context(ctx);

    public static void NewFrame() => Native.imgui_new_frame();

    public static void EndFrame() => Native.imgui_end_frame();

    public static void Render() => Native.imgui_render();

    public static void StyleColorsDark() => Native.imgui_style_colors_dark();

    public static void StyleColorsLight() => Native.imgui_style_colors_light();

    public static void ShowDemoWindow() => Native.imgui_show_demo_window();

    public static void DestroyContext() => DestroyContext(0);
}
