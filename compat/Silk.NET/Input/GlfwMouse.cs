using System.Numerics;
using Silk.NET.Windowing;
using static Silk.NET.Windowing.GlfwLibrary;

namespace Silk.NET.Input;

internal sealed class GlfwMouse : IMouse
{
    private readonly GlfwWindow _window;
    private readonly ScrollWheel[] _wheel = new ScrollWheel[1];

    public GlfwMouse(GlfwWindow window)
    {
        _window = window;
        window.ButtonChanged += (button, isDown) => (isDown ? MouseDown : MouseUp)?.Invoke(this, (MouseButton)button);
        window.CursorMoved += position => MouseMove?.Invoke(this, position);
        window.Scrolled += by =>
        {
            _wheel[0] = new ScrollWheel(by.X, by.Y);
            Scroll?.Invoke(this, _wheel[0]);
        };
    }

    public event Action<IMouse, MouseButton>? MouseDown;

    public event Action<IMouse, MouseButton>? MouseUp;

    public event Action<IMouse, Vector2>? MouseMove;

    public event Action<IMouse, ScrollWheel>? Scroll;

    public string Name => "GLFW mouse";

    public int Index => 0;

    public bool IsConnected => true;

    /// <summary>How far the wheel was turned by its last event.</summary>
    public IReadOnlyList<ScrollWheel> ScrollWheels => _wheel;

    public Vector2 Position
    {
        get
        {
            glfwGetCursorPos(_window.Handle, out var x, out var y);
            return new Vector2((float)x, (float)y);
        }
        set => glfwSetCursorPos(_window.Handle, value.X, value.Y);
    }

    public bool IsButtonPressed(MouseButton btn) =>
        btn is >= MouseButton.Left and <= MouseButton.Button8 && glfwGetMouseButton(_window.Handle, (int)btn) == Press;
}
