namespace Silk.NET.Input;

public interface IKeyboard : IInputDevice
{
    event Action<IKeyboard, Key, int> KeyDown;

    event Action<IKeyboard, Key, int> KeyUp;

    event Action<IKeyboard, char> KeyChar;

    bool IsKeyPressed(Key key);
}
