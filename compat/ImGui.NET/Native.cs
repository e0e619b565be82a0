using System.Numerics;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

[assembly: DisableRuntimeMarshalling]

namespace ImGuiNET;

/// <summary>
/// The C interface of compat/native-view, from the file that the environment variable VIEWSHIM names or else from
/// beside the program.
/// </summary>
internal static unsafe partial class Native
{
    private const string Library = "viewshim";
    private const string Variable = "VIEWSHIM";

    [LibraryImport(Library)] internal static partial Vector2* imgui_io_display_size();
    [LibraryImport(Library)] internal static partial Vector2* imgui_io_display_framebuffer_scale();
    [LibraryImport(Library)] internal static partial float* imgui_io_delta_time();
    [LibraryImport(Library)] internal static partial float* imgui_io_framerate();
    [LibraryImport(Library)] internal static partial float* imgui_io_font_global_scale();
    [LibraryImport(Library)] internal static partial Vector2* imgui_io_mouse_pos();
    [LibraryImport(Library)] internal static partial float* imgui_io_mouse_wheel();
    [LibraryImport(Library)] internal static partial float* imgui_io_mouse_wheel_h();
    [LibraryImport(Library)] internal static partial bool* imgui_io_want_capture_mouse();
    [LibraryImport(Library)] internal static partial bool* imgui_io_want_capture_keyboard();
    [LibraryImport(Library)] internal static partial bool* imgui_io_key_ctrl();
    [LibraryImport(Library)] internal static partial bool* imgui_io_key_shift();
    [LibraryImport(Library)] internal static partial bool* imgui_io_key_alt();
    [LibraryImport(Library)] internal static partial bool* imgui_io_key_super();
    [LibraryImport(Library)] internal static partial void imgui_io_add_input_character(uint character);
    [LibraryImport(Library)] internal static partial nint imgui_io_fonts();
    [LibraryImport(Library)]
    internal static partial void imgui_feed_button(int button, [MarshalAs(UnmanagedType.U1)] bool isDown);
    [LibraryImport(Library)]
    internal static partial void imgui_feed_key(int key, [MarshalAs(UnmanagedType.U1)] bool isDown);
    [LibraryImport(Library)] internal static partial void imgui_map_key(int meaning, int key);

    [LibraryImport(Library)] internal static partial nint imgui_fonts_add_default(nint fonts);
    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial nint imgui_fonts_add_file(nint fonts, string file, float size, nint ranges);
    [LibraryImport(Library)]
    internal static partial void imgui_fonts_pixels(nint fonts, out nint pixels, out int width, out int height);
    [LibraryImport(Library)] internal static partial float* imgui_font_size(nint font);
    [LibraryImport(Library)] internal static partial float* imgui_font_ascent(nint font);
    [LibraryImport(Library)] internal static partial float* imgui_font_descent(nint font);
    [LibraryImport(Library)] internal static partial nint imgui_font_glyph(nint font, ushort character);
    [LibraryImport(Library)] internal static partial nint imgui_font_glyph_no_fallback(nint font, ushort character);

    [LibraryImport(Library)]
    internal static partial void imgui_draw_line(nint list, Vector2 p1, Vector2 p2, uint color, float thickness);
    [LibraryImport(Library)]
    internal static partial void imgui_draw_rect(nint list, Vector2 low, Vector2 high, uint color, float rounding);
    [LibraryImport(Library)]
    internal static partial void imgui_draw_rect_filled(
        nint list, Vector2 low, Vector2 high, uint color, float rounding);
    [LibraryImport(Library)]
    internal static partial void imgui_draw_circle_filled(nint list, Vector2 centre, float radius, uint color);
    [LibraryImport(Library)]
    internal static partial void imgui_draw_triangle_filled(nint list, Vector2 p1, Vector2 p2, Vector2 p3, uint color);
    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial void imgui_draw_text(nint list, Vector2 at, uint color, string text);
    [LibraryImport(Library)] internal static partial void imgui_draw_push_clip(nint list, Vector2 low, Vector2 high);
    [LibraryImport(Library)] internal static partial void imgui_draw_pop_clip(nint list);

    [LibraryImport(Library)][return: MarshalAs(UnmanagedType.U1)] internal static partial bool imgui_gl_start();
    [LibraryImport(Library)] internal static partial void imgui_gl_new_frame();
    [LibraryImport(Library)] internal static partial void imgui_gl_draw();
    [LibraryImport(Library)] internal static partial void imgui_gl_stop();

#pragma warning disable CA2255 // there is no other moment before the first call into the library
    [ModuleInitializer]
    internal static void Register() => NativeLibrary.SetDllImportResolver(typeof(Native).Assembly, Resolve);
#pragma warning restore CA2255

    private static nint Resolve(string name, Assembly assembly, DllImportSearchPath? path)
    {
        if (name != Library)
        {
            return 0;
        }

        var isFound = Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } file
            ? NativeLibrary.TryLoad(file, out var library)
            : NativeLibrary.TryLoad(name, assembly, path, out library);
        return isFound ? library : throw new DllNotFoundException(
            "The viewer's native part, libviewshim.so, is not there: install what Debian calls libimgui-dev, cmake,"
                + " make and g++, and build again.");
    }
}
