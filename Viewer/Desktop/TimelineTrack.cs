using System.Globalization;
using System.Numerics;
using MetaRL.Viewer.Drawing;
using MetaRL.Viewer.Scenes;
using MetaRL.Viewer.Watching;

namespace MetaRL.Viewer.Desktop;

/// <summary>The rounds side by side, each as wide as it is long: a click or a drag goes to a moment.</summary>
internal sealed class TimelineTrack(ViewSession session)
{
    private const float Gap = 4;
    private const float Inset = 6;
    private bool _isDragged;

    /// <summary>Where a moment is on the track.</summary>
    public Vector2 Place(Area area, int round, int time)
    {
        var segment = Segment(area, round);
        return new Vector2(segment.X + (segment.Width * time / session.Timeline.Horizon), segment.Centre.Y);
    }

    public void Draw(Painter painter, Area area, Pointer pointer)
    {
        var line = session.Timeline;
        Drag(area, pointer);
        for (var round = 0; round <= line.LastRound; round++)
        {
            var segment = Segment(area, round);
            painter.Rectangle(segment, Theme.Panel, 4);
            var known = round < session.RoundsBegun - 1 ? line.Horizon
                : round == session.RoundsBegun - 1 ? session.StepsTaken(round)
                : 0;
            painter.Rectangle(segment with { Width = segment.Width * known / line.Horizon }, Theme.Raised, 4);
            if (round <= line.Round)
            {
                var share = round < line.Round || line.IsBetweenRounds ? 1 : line.Time / (float)line.Horizon;
                painter.Rectangle(
                    segment with { Width = segment.Width * share },
                    Theme.Panel.Mix(Theme.Agent, round == line.Round ? 0.55f : 0.3f), 4);
            }

            painter.Label(Name(painter, segment, round), segment.Centre, round == line.Round ? Theme.Ink : Theme.Faint);
        }

        var now = Place(area, line.Round, line.IsBetweenRounds ? line.Horizon : line.Time);
        painter.Line(now with { Y = area.Y }, now with { Y = area.Bottom }, 3, Theme.Agent);
    }

    private string Name(Painter painter, Area segment, int round)
    {
        var updates = session.Setup.UpdatesWeights;
        var words = RoundText.Name(updates, round);
        return painter.TextWidth(words, TextSize.Small) < segment.Width - 8
            ? words
            : (updates ? round : round + 1).ToString(CultureInfo.InvariantCulture);
    }

    private void Drag(Area area, Pointer pointer)
    {
        _isDragged = pointer.IsHeld && (_isDragged || (pointer.IsClicked && area.Contains(pointer.Position)));
        if (!_isDragged)
        {
            return;
        }

        var rounds = session.Timeline.LastRound + 1;
        var round = Math.Clamp(
            (int)((pointer.Position.X - area.X) / ((area.Width + Gap) / rounds)), 0,
            Math.Max(0, session.RoundsBegun - 1));
        var segment = Segment(area, round);
        var share = Math.Clamp((pointer.Position.X - segment.X) / segment.Width, 0, 1);
        session.Timeline.Pause();
        session.Timeline.GoTo(round, (int)Math.Round(share * session.Timeline.Horizon));
    }

    private Area Segment(Area area, int round) =>
        area.Trim(top: Inset, bottom: Inset).Cell(round, 0, session.Timeline.LastRound + 1, 1, Gap);
}
