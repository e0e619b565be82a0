using Silk.NET.Maths;
using static Silk.NET.Windowing.GlfwLibrary;

namespace Silk.NET.Windowing;

internal sealed partial class GlfwWindow
{
    public bool IsClosing
    {
        get => !IsInitialized || glfwWindowShouldClose(Handle) != 0;
        set => glfwSetWindowShouldClose(Handle, value ? 1 : 0);
    }

    public bool IsVisible
    {
        get => IsInitialized && glfwGetWindowAttrib(Handle, Visible) != 0;
        set
        {
            if (value)
            {
                glfwShowWindow(Handle);
            }
            else
            {
                glfwHideWindow(Handle);
            }
        }
    }

    public Vector2D<int> Size
    {
        get
        {
            if (!IsInitialized)
            {
                return _options.Size;
            }

            glfwGetWindowSize(Handle, out var width, out var height);
            return new Vector2D<int>(width, height);
        }
        set => glfwSetWindowSize(Handle, value.X, value.Y);
    }

    public Vector2D<int> FramebufferSize
    {
        get
        {
            if (!IsInitialized)
            {
                return _options.Size;
            }

            glfwGetFramebufferSize(Handle, out var width, out var height);
            return new Vector2D<int>(width, height);
        }
    }

    public Vector2D<int> Position
    {
        get
        {
            if (!IsInitialized)
            {
                return _options.Position;
            }

            glfwGetWindowPos(Handle, out var x, out var y);
            return new Vector2D<int>(x, y);
        }
        set => glfwSetWindowPos(Handle, value.X, value.Y);
    }

    public string Title
    {
        get => _title;
        set
        {
            _title = value;
            if (IsInitialized)
            {
                glfwSetWindowTitle(Handle, value);
            }
        }
    }

    public WindowState WindowState
    {
        get => !IsInitialized ? _options.WindowState
            : glfwGetWindowAttrib(Handle, Iconified) != 0 ? WindowState.Minimized
            : glfwGetWindowAttrib(Handle, Maximized) != 0 ? WindowState.Maximized
            : WindowState.Normal;
        set
        {
            switch (value)
            {
                case WindowState.Minimized: glfwIconifyWindow(Handle); break;
                case WindowState.Maximized: glfwMaximizeWindow(Handle); break;
                case WindowState.Normal: glfwRestoreWindow(Handle); break;
                default: throw new NotSupportedException("The stand-in of Silk.NET has no full screen.");
            }
        }
    }

    public WindowBorder WindowBorder
    {
        get => _options.WindowBorder;
        set
        {
            glfwSetWindowAttrib(Handle, Resizable, value == WindowBorder.Resizable ? 1 : 0);
            glfwSetWindowAttrib(Handle, Decorated, value == WindowBorder.Hidden ? 0 : 1);
        }
    }
}
