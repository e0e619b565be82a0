namespace Silk.NET.Windowing;

public static class Window
{
    /// <exception cref="PlatformNotSupportedException">There is no GLFW, or no display.</exception>
    public static IWindow Create(WindowOptions options)
    {
        GlfwLibrary.Require();
        return new GlfwWindow(options);
    }
}
