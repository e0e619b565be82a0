using MetaRL.Viewer.Drawing;
using MetaRL.Viewer.Scenes;
using MetaRL.Viewer.Watching;

namespace MetaRL.Viewer.Desktop;

/// <summary>One button for each available overlay; a click chooses it.</summary>
internal sealed class OverlayButtons(OverlayChoice choice)
{
    /// <summary>Height of the row.</summary>
    public const float Height = 20;

    private const float Room = 7; // to either side of a word
    private readonly Dictionary<OverlayKind, Area> _places = [];

    /// <summary>Where each was drawn last.</summary>
    public IReadOnlyDictionary<OverlayKind, Area> Places => _places;

    /// <summary>Draws nothing where there is only one kind.</summary>
    public void Draw(Painter painter, Area line, Pointer pointer)
    {
        _places.Clear();
        var x = line.X;
        foreach (var kind in choice.Kinds.Count > 1 ? choice.Kinds : [])
        {
            var word = $"{kind}".ToLowerInvariant();
            var place = new Area(x, line.Y, painter.TextWidth(word, TextSize.Small) + (2 * Room), Height);
            var isChosen = kind == choice.Kind;
            painter.Clip(place, () =>
            {
                painter.Rectangle(place, isChosen ? Theme.Agent : Theme.Raised, Height / 2);
                painter.Label(word, place.Centre, isChosen ? Theme.Background : Theme.Ink);
            });
            _places[kind] = place;
            x = place.Right + 4;
            if (pointer.IsClicked && place.Contains(pointer.Position))
            {
                choice.Kind = kind;
            }
        }
    }
}
