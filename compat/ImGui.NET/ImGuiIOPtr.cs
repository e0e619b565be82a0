using System.Numerics;
using static ImGuiNET.Native;

namespace ImGuiNET;

/// <summary>Input and output of the current context.</summary>
public unsafe struct ImGuiIOPtr
{
    /// <summary>In units of the screen.</summary>
    public readonly ref Vector2 DisplaySize => ref *imgui_io_display_size();

    /// <summary>Pixels per unit of the screen.</summary>
    public readonly ref Vector2 DisplayFramebufferScale => ref *imgui_io_display_framebuffer_scale();

    /// <summary>Seconds since the last frame.</summary>
    public readonly ref float DeltaTime => ref *imgui_io_delta_time();

    public readonly ref float Framerate => ref *imgui_io_framerate();

    public readonly ref float FontGlobalScale => ref *imgui_io_font_global_scale();

    public readonly ref Vector2 MousePos => ref *imgui_io_mouse_pos();

    public readonly ref float MouseWheel => ref *imgui_io_mouse_wheel();

    public readonly ref float MouseWheelH => ref *imgui_io_mouse_wheel_h();

    /// <summary>Whether the mouse is over a window of Dear ImGui.</summary>
    public readonly ref bool WantCaptureMouse => ref *imgui_io_want_capture_mouse();

    public readonly ref bool WantCaptureKeyboard => ref *imgui_io_want_capture_keyboard();

    public readonly ref bool KeyCtrl => ref *imgui_io_key_ctrl();

    public readonly ref bool KeyShift => ref *imgui_io_key_shift();

    public readonly ref bool KeyAlt => ref *imgui_io_key_alt();

    public readonly ref bool KeySuper => ref *imgui_io_key_super();

    public readonly ImFontAtlasPtr Fonts => new(imgui_io_fonts());

    public readonly void AddInputCharacter(uint c) => imgui_io_add_input_character(c);
}
