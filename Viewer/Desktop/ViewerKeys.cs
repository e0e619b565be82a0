using MetaRL.Viewer.Watching;
using Silk.NET.Input;

namespace MetaRL.Viewer.Desktop;

/// <summary>What the keys do.</summary>
internal static class ViewerKeys
{
    /// <returns>Whether the key means something here.</returns>
    public static bool Press(Show show, Key key)
    {
        var line = show.Timeline;
        Action? action = key switch
        {
            Key.Space => line.Toggle,
            Key.Right => () => show.Step(1),
            Key.Left => () => show.Step(-1),
            Key.Up => () => line.GoTo(line.Round + 1, 0),
            Key.Down => () => line.GoTo(line.Round - 1, 0),
            Key.Equal or Key.KeypadAdd => () => line.ChangeSpeed(1),
            Key.Minus or Key.KeypadSubtract => () => line.ChangeSpeed(-1),
            Key.A => show.Adapt,
            Key.R => show.Restart,
            Key.V => show.Overlay.Next,
            Key.Enter => () => show.IsEnlarged = true,
            Key.Escape => () => show.IsEnlarged = false,
            >= Key.Number1 and <= Key.Number9 when key - Key.Number1 < show.Columns * show.Rows =>
                () => show.Select((key - Key.Number1) % show.Columns, (key - Key.Number1) / show.Columns),
            _ => null,
        };
        action?.Invoke();
        return action is not null;
    }
}
