using Silk.NET.Windowing;

namespace Silk.NET.Input;

/// <summary>The keyboard and the mouse of a window.</summary>
internal sealed class GlfwInput(GlfwWindow window) : IInputContext
{
    public nint Handle => window.Handle;

    public IReadOnlyList<IKeyboard> Keyboards { get; } = [new GlfwKeyboard(window)];

    public IReadOnlyList<IMouse> Mice { get; } = [new GlfwMouse(window)];

    public void Dispose()
    {
    }
}
