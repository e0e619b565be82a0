namespace Silk.NET.Input;

/// <summary>The devices of a view.</summary>
public interface IInputContext : IDisposable
{
    nint Handle { get; }

    IReadOnlyList<IKeyboard> Keyboards { get; }

    IReadOnlyList<IMouse> Mice { get; }
}
