using Silk.NET.Windowing;
using static Silk.NET.Windowing.GlfwLibrary;

namespace Silk.NET.Input;

internal sealed class GlfwKeyboard : IKeyboard
{
    private readonly GlfwWindow _window;

    public GlfwKeyboard(GlfwWindow window)
    {
        _window = window;
        window.CharTyped += character => KeyChar?.Invoke(this, character);
        window.KeyChanged += (key, scancode, isDown) => (isDown ? KeyDown : KeyUp)?.Invoke(this, (Key)key, scancode);
    }

    public event Action<IKeyboard, Key, int>? KeyDown;

    public event Action<IKeyboard, Key, int>? KeyUp;

    public event Action<IKeyboard, char>? KeyChar;

    public string Name => "GLFW keyboard";

    public int Index => 0;

    public bool IsConnected => true;

    public bool IsKeyPressed(Key key) =>
        _window.IsInitialized && key != Key.Unknown && glfwGetKey(_window.Handle, (int)key) == Press;
}
