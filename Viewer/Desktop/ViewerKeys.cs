using MetaRL.Viewer.Watching;
using Silk.NET.Input;

namespace MetaRL.Viewer.Desktop;

/// <summary>What the keys do.</summary>
internal static class ViewerKeys
{
    /// <returns>Whether the key means something here.</returns>
    public static bool Press(ViewSession session, Key key)
    {
        var line = session.Timeline;
        Action? action = key switch
        {
            Key.Space => line.Toggle,
            Key.Right => () => session.Step(1),
            Key.Left => () => session.Step(-1),
            Key.Up => () => line.GoTo(line.Round + 1, 0),
            Key.Down => () => line.GoTo(line.Round - 1, 0),
            Key.Equal or Key.KeypadAdd => () => line.ChangeSpeed(1),
            Key.Minus or Key.KeypadSubtract => () => line.ChangeSpeed(-1),
            Key.A => session.Adapt,
            Key.R => session.Restart,
            Key.V => session.Overlay.Next,
            Key.Enter => () => session.IsEnlarged = true,
            Key.Escape => () => session.IsEnlarged = false,
            >= Key.Number1 and <= Key.Number9 when key - Key.Number1 < session.Columns * session.Rows =>
                () => session.Select((key - Key.Number1) % session.Columns, (key - Key.Number1) / session.Columns),
            _ => null,
        };
        action?.Invoke();
        return action is not null;
    }
}
