using System.Numerics;

namespace Silk.NET.Input;

public interface IMouse : IInputDevice
{
    event Action<IMouse, MouseButton> MouseDown;

    event Action<IMouse, MouseButton> MouseUp;

    event Action<IMouse, Vector2> MouseMove;

    event Action<IMouse, ScrollWheel> Scroll;

    /// <summary>In units of the screen, from the upper left corner of the view.</summary>
    Vector2 Position { get; set; }

    IReadOnlyList<ScrollWheel> ScrollWheels { get; }

    bool IsButtonPressed(MouseButton btn);
}
