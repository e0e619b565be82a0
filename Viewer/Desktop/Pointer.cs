using System.Numerics;

namespace MetaRL.Viewer.Desktop;

/// <summary>The mouse, where no control of a panel has it.</summary>
/// <param name="Position">In units of drawing.</param>
/// <param name="IsClicked">Whether its button went down just now.</param>
/// <param name="IsHeld">Whether its button is down.</param>
internal readonly record struct Pointer(Vector2 Position, bool IsClicked, bool IsHeld);
