namespace Silk.NET.Input;

/// <summary>What a person moves or presses.</summary>
public interface IInputDevice
{
    string Name { get; }

    int Index { get; }

    bool IsConnected { get; }
}
