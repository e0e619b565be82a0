using System.Runtime.InteropServices;

namespace Silk.NET.Windowing;

/// <summary>The functions of GLFW 3.3 that a viewer needs; numbers are those of its header.</summary>
internal static unsafe partial class GlfwLibrary
{
    internal const int Focused = 0x20001, Iconified = 0x20002, Resizable = 0x20003, Visible = 0x20004,
        Decorated = 0x20005, Maximized = 0x20008, Samples = 0x2100D, ContextVersionMajor = 0x22002,
        ContextVersionMinor = 0x22003, ForwardCompatible = 0x22006, OpenGlProfile = 0x22008, CoreProfile = 0x32001,
        Press = 1, Release = 0;

    private const string Library = "libglfw.so.3";
    private const string Cure = "install what Debian calls libglfw3";

    private static bool _isInitialized;

    [LibraryImport(Library)] internal static partial void glfwWindowHint(int hint, int value);
    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial nint glfwCreateWindow(int width, int height, string title, nint monitor, nint share);
    [LibraryImport(Library)] internal static partial void glfwDestroyWindow(nint window);
    [LibraryImport(Library)] internal static partial void glfwPollEvents();
    [LibraryImport(Library)] internal static partial double glfwGetTime();
    [LibraryImport(Library)] internal static partial int glfwWindowShouldClose(nint window);
    [LibraryImport(Library)] internal static partial void glfwSetWindowShouldClose(nint window, int value);
    [LibraryImport(Library)] internal static partial void glfwGetWindowSize(nint window, out int width, out int height);
    [LibraryImport(Library)] internal static partial void glfwSetWindowSize(nint window, int width, int height);
    [LibraryImport(Library)] internal static partial void glfwGetWindowPos(nint window, out int x, out int y);
    [LibraryImport(Library)] internal static partial void glfwSetWindowPos(nint window, int x, int y);
    [LibraryImport(Library)]
    internal static partial void glfwGetFramebufferSize(nint window, out int width, out int height);
    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial void glfwSetWindowTitle(nint window, string title);
    [LibraryImport(Library)] internal static partial int glfwGetWindowAttrib(nint window, int attribute);
    [LibraryImport(Library)] internal static partial void glfwSetWindowAttrib(nint window, int attribute, int value);
    [LibraryImport(Library)] internal static partial void glfwShowWindow(nint window);
    [LibraryImport(Library)] internal static partial void glfwHideWindow(nint window);
    [LibraryImport(Library)] internal static partial void glfwIconifyWindow(nint window);
    [LibraryImport(Library)] internal static partial void glfwMaximizeWindow(nint window);
    [LibraryImport(Library)] internal static partial void glfwRestoreWindow(nint window);
    [LibraryImport(Library)] internal static partial void glfwMakeContextCurrent(nint window);
    [LibraryImport(Library)] internal static partial nint glfwGetCurrentContext();
    [LibraryImport(Library)] internal static partial void glfwSwapBuffers(nint window);
    [LibraryImport(Library)] internal static partial void glfwSwapInterval(int interval);
    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial nint glfwGetProcAddress(string name);
    [LibraryImport(Library)] internal static partial int glfwGetKey(nint window, int key);
    [LibraryImport(Library)] internal static partial int glfwGetMouseButton(nint window, int button);
    [LibraryImport(Library)] internal static partial void glfwGetCursorPos(nint window, out double x, out double y);
    [LibraryImport(Library)] internal static partial void glfwSetCursorPos(nint window, double x, double y);
    [LibraryImport(Library)]
    internal static partial nint glfwSetWindowSizeCallback(
        nint window, delegate* unmanaged<nint, int, int, void> callback);
    [LibraryImport(Library)]
    internal static partial nint glfwSetFramebufferSizeCallback(
        nint window, delegate* unmanaged<nint, int, int, void> callback);
    [LibraryImport(Library)]
    internal static partial nint glfwSetWindowFocusCallback(nint window, delegate* unmanaged<nint, int, void> callback);
    [LibraryImport(Library)]
    internal static partial nint glfwSetWindowIconifyCallback(
        nint window, delegate* unmanaged<nint, int, void> callback);
    [LibraryImport(Library)]
    internal static partial nint glfwSetWindowMaximizeCallback(
        nint window, delegate* unmanaged<nint, int, void> callback);
    [LibraryImport(Library)]
    internal static partial nint glfwSetKeyCallback(
        nint window, delegate* unmanaged<nint, int, int, int, int, void> callback);
    [LibraryImport(Library)]
    internal static partial nint glfwSetCharCallback(nint window, delegate* unmanaged<nint, uint, void> callback);
    [LibraryImport(Library)]
    internal static partial nint glfwSetMouseButtonCallback(
        nint window, delegate* unmanaged<nint, int, int, int, void> callback);
    [LibraryImport(Library)]
    internal static partial nint glfwSetCursorPosCallback(
        nint window, delegate* unmanaged<nint, double, double, void> callback);
    [LibraryImport(Library)]
    internal static partial nint glfwSetScrollCallback(
        nint window, delegate* unmanaged<nint, double, double, void> callback);

    /// <summary>Loads and starts GLFW, once.</summary>
    /// <exception cref="PlatformNotSupportedException">There is no GLFW, or no display.</exception>
    internal static void Require()
    {
        if (_isInitialized)
        {
            return;
        }

        try
        {
            _isInitialized = glfwInit() != 0;
        }
        catch (DllNotFoundException missing)
        {
            throw new PlatformNotSupportedException($"A window needs GLFW 3.3, which is not there: {Cure}.", missing);
        }

        if (!_isInitialized)
        {
            throw new PlatformNotSupportedException($"No window can be opened: {LastError()}");
        }
    }

    /// <summary>What GLFW says went wrong last on this thread.</summary>
    internal static string LastError()
    {
        byte* description;
        return glfwGetError(&description) == 0
            ? "GLFW gives no reason"
            : Marshal.PtrToStringUTF8((nint)description) ?? "";
    }

    [LibraryImport(Library)] private static partial int glfwInit();
    [LibraryImport(Library)] private static partial int glfwGetError(byte** description);
}
