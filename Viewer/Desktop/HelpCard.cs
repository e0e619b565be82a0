using System.Numerics;
using MetaRL.Viewer.Drawing;

namespace MetaRL.Viewer.Desktop;

/// <summary>What the keys do.</summary>
internal static class HelpCard
{
    private const float Width = 470, Line = 24, Padding = 24, KeyColumn = 130;

    private static readonly (string Keys, string Meaning)[] Lines =
    [
        ("Space", "play, pause; at the end from the beginning"),
        ("← →", "a step back, a step on"),
        ("↑ ↓", "the next round, the one before"),
        ("+ −", "faster, slower"),
        ("A", "adapt: all agents learn once more"),
        ("R", "restart: all agents forget these tasks"),
        ("1 ... 9", "select a panel"),
        ("Enter, Esc", "enlarge it, and back; so does a click"),
        ("V", "next overlay: visits, policy, values, belief"),
        ("F1, H", "this"),
    ];

    public static void Draw(Painter painter) => painter.Clip(painter.Area, () =>
    {
        painter.Rectangle(painter.Area, Theme.Background.WithAlpha(0.75f));
        var height = (2 * Padding) + 40 + (Lines.Length * Line);
        var card = Area.Around(painter.Area.Centre, Width / 2, height / 2);
        painter.Rectangle(card, Theme.Panel, 10);
        painter.Outline(card, Theme.Border, 1, 10);
        var body = card.Inset(Padding);
        painter.Text("Keys", new Vector2(body.X, body.Y), Theme.Ink, TextSize.Large);
        for (var index = 0; index < Lines.Length; index++)
        {
            var y = body.Y + 40 + (index * Line);
            painter.Text(Lines[index].Keys, new Vector2(body.X, y), Theme.Goal);
            painter.Text(Lines[index].Meaning, new Vector2(body.X + KeyColumn, y), Theme.Ink);
        }
    });
}
