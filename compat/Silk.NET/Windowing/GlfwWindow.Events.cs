using System.Numerics;
using System.Runtime.InteropServices;
using Silk.NET.Maths;
using static Silk.NET.Windowing.GlfwLibrary;

namespace Silk.NET.Windowing;

internal sealed unsafe partial class GlfwWindow
{
    // GLFW calls back with a window's handle alone.
    private static readonly Dictionary<nint, GlfwWindow> Windows = [];

    public event Action<Vector2D<int>>? Resize;

    public event Action<Vector2D<int>>? FramebufferResize;

    public event Action? Closing;

    public event Action<bool>? FocusChanged;

    public event Action<WindowState>? StateChanged;

    public event Action? Load;

    public event Action<double>? Update;

    public event Action<double>? Render;

    /// <summary>A key, its scan code, and whether it went down.</summary>
    internal event Action<int, int, bool>? KeyChanged;

    internal event Action<char>? CharTyped;

    internal event Action<int, bool>? ButtonChanged;

    internal event Action<Vector2>? CursorMoved;

    internal event Action<Vector2>? Scrolled;

    private void Register()
    {
        Windows.Add(Handle, this);
        _ = glfwSetWindowSizeCallback(Handle, &OnSize);
        _ = glfwSetFramebufferSizeCallback(Handle, &OnFramebufferSize);
        _ = glfwSetWindowFocusCallback(Handle, &OnFocus);
        _ = glfwSetWindowIconifyCallback(Handle, &OnState);
        _ = glfwSetWindowMaximizeCallback(Handle, &OnState);
        _ = glfwSetKeyCallback(Handle, &OnKey);
        _ = glfwSetCharCallback(Handle, &OnChar);
        _ = glfwSetMouseButtonCallback(Handle, &OnButton);
        _ = glfwSetCursorPosCallback(Handle, &OnCursor);
        _ = glfwSetScrollCallback(Handle, &OnScroll);
    }

    private void Forget() => Windows.Remove(Handle);

    [UnmanagedCallersOnly]
    private static void OnSize(nint window, int width, int height) =>
        Windows[window].Resize?.Invoke(new Vector2D<int>(width, height));

    [UnmanagedCallersOnly]
    private static void OnFramebufferSize(nint window, int width, int height) =>
        Windows[window].FramebufferResize?.Invoke(new Vector2D<int>(width, height));

    [UnmanagedCallersOnly]
    private static void OnFocus(nint window, int focused) => Windows[window].FocusChanged?.Invoke(focused != 0);

    [UnmanagedCallersOnly]
    private static void OnState(nint window, int entered) =>
        Windows[window].StateChanged?.Invoke(Windows[window].WindowState);

    // Repeats of a key that is held down are none of its own.
    [UnmanagedCallersOnly]
    private static void OnKey(nint window, int key, int scancode, int action, int modifiers)
    {
        if (action is Press or Release)
        {
            Windows[window].KeyChanged?.Invoke(key, scancode, action == Press);
        }
    }

    [UnmanagedCallersOnly]
    private static void OnChar(nint window, uint codepoint)
    {
        if (codepoint <= char.MaxValue)
        {
            Windows[window].CharTyped?.Invoke((char)codepoint);
        }
    }

    [UnmanagedCallersOnly]
    private static void OnButton(nint window, int button, int action, int modifiers) =>
        Windows[window].ButtonChanged?.Invoke(button, action == Press);

    [UnmanagedCallersOnly]
    private static void OnCursor(nint window, double x, double y) =>
        Windows[window].CursorMoved?.Invoke(new Vector2((float)x, (float)y));

    [UnmanagedCallersOnly]
    private static void OnScroll(nint window, double x, double y) =>
        Windows[window].Scrolled?.Invoke(new Vector2((float)x, (float)y));
}
