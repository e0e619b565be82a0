using System.Numerics;
using MetaRL.Environments.Grids;
using MetaRL.Viewer.Drawing;

namespace MetaRL.Viewer.Scenes;

public sealed partial class GridScene
{
    private static readonly Color Floor = Color.Of("#1e2633");
    private static readonly Color Wall = Color.Of("#4b5666");

    private void DrawCells(Painter painter, Camera view, int phase, OverlayContent overlay, HeatScale? heat)
    {
        var gap = Math.Clamp(view.Scale * 0.04f, 0.5f, 2);
        for (var cell = 0; cell < map.Kinds.Count; cell++)
        {
            var place = Place(cell);
            var area = view.Project(Area.Around(place, 0.5f, 0.5f)).Inset(gap / 2);
            var corner = Math.Min(4, area.Width * 0.15f);
            var kind = map.Kinds[cell];
            painter.Rectangle(area, kind == CellKind.Wall ? Wall : Ground(cell, phase, overlay, heat), corner);
            DrawActionValues(painter, view, cell, phase, overlay, heat);
            DrawKind(painter, kind, phase, view.Project(place), view.Scale, cell == map.Start);
        }
    }

    private static void DrawKind(Painter painter, CellKind kind, int phase, Vector2 at, float size, bool isStart)
    {
        switch (kind)
        {
            case CellKind.Goal:
                SceneSymbols.Goal(painter, at, size * 0.32f);
                break;
            case CellKind.Hole:
                painter.Circle(at, size * 0.34f, Theme.Background);
                painter.Ring(at, size * 0.34f, Math.Max(1.5f, size * 0.05f), Theme.Danger);
                break;
            case CellKind.Key or CellKind.KeyAndDoor when phase < HasKey:
                DrawKey(painter, at, size, Theme.Action);
                break;
            case CellKind.Door or CellKind.KeyAndDoor:
                DrawDoor(painter, at, size, phase >= DoorOpen);
                break;
            default:
                if (isStart)
                {
                    painter.Ring(at, size * 0.12f, 1.5f, Theme.Faint);
                }

                break;
        }
    }

    // A ring, a shaft and two bits.
    private static void DrawKey(Painter painter, Vector2 at, float size, Color color)
    {
        var thickness = Math.Max(1.5f, size * 0.08f);
        painter.Ring(at - new Vector2(size * 0.16f, 0), size * 0.13f, thickness, color);
        painter.Line(at - new Vector2(size * 0.03f, 0), at + new Vector2(size * 0.28f, 0), thickness, color);
        painter.Line(at + new Vector2(size * 0.28f, 0), at + new Vector2(size * 0.28f, size * 0.12f), thickness, color);
        painter.Line(at + new Vector2(size * 0.16f, 0), at + new Vector2(size * 0.16f, size * 0.1f), thickness, color);
    }

    private static void DrawDoor(Painter painter, Vector2 at, float size, bool isOpen)
    {
        var frame = Area.Around(at, size * 0.2f, size * 0.32f);
        if (isOpen)
        {
            painter.Outline(frame, Theme.Reward, Math.Max(1.5f, size * 0.06f), 2);
            return;
        }

        painter.Rectangle(frame, Theme.Danger, 2);
        painter.Circle(at + new Vector2(size * 0.11f, 0), size * 0.04f, Theme.Background);
    }

    // In each column as many heads of arrows as the wind is strong.
    private void DrawWind(Painter painter, Camera view)
    {
        if (!family.Dynamics.Wind)
        {
            return;
        }

        var (wind, direction) = (task.Values("wind"), (float)task["wind_direction"]);
        for (var cell = 0; cell < map.Kinds.Count; cell++)
        {
            var place = Place(cell);
            var strength = (int)wind[(int)place.X];
            for (var head = 0; head < strength; head++)
            {
                var along = (head - ((strength - 1) / 2f)) * 0.28f;
                var at = view.Project(place + new Vector2(0, along * direction));
                var half = new Vector2(0, -direction * view.Scale * 0.08f);
                painter.Triangle(at - half, at + half, view.Scale * 0.24f, Theme.Faint.WithAlpha(0.35f));
            }
        }
    }

    private void DrawVisits(Painter painter, Camera view, OverlayContent overlay)
    {
        var most = overlay.Visits.Count > 0 ? overlay.Visits.Max() : 0;
        for (var cell = 0; cell < overlay.Visits.Count; cell++)
        {
            if (overlay.Visits[cell] > 0)
            {
                var share = (float)Math.Sqrt(overlay.Visits[cell] / most); // areas go with counts
                painter.Circle(view.Project(Place(cell)), view.Scale * 0.42f * share, Theme.Trail.WithAlpha(0.35f));
            }
        }
    }
}
