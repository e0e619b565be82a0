using System.Numerics;
using MetaRL.Viewer.Drawing;

namespace MetaRL.Viewer.Recordings;

/// <summary>The two lines above a storyboard or film: its title, and the agents' origin.</summary>
internal static class Heading
{
    private static readonly TextSize[] Sizes = [TextSize.Large, TextSize.Normal, TextSize.Small];

    public static void Draw(Painter painter, Recording recording, float margin)
    {
        var title = RecordingText.Title(recording);
        var size = Fitting(painter, title, painter.Area.Width - (2 * margin));
        painter.Text(title, new Vector2(margin, 10 + ((22 - painter.LineHeight(size)) / 2)), Theme.Ink, size);
        painter.Text(RecordingText.Origin(recording), new Vector2(margin, 37), Theme.Faint, TextSize.Small);
    }

    /// <summary>The largest size at which a text is no wider than a room; the smallest where none is.</summary>
    public static TextSize Fitting(Painter painter, string text, float room, TextSize most = TextSize.Large) =>
        Sizes.Where(size => size <= most).FirstOrDefault(size => painter.TextWidth(text, size) <= room);
}
