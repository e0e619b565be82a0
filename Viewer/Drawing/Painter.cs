using System.Numerics;

namespace MetaRL.Viewer.Drawing;

/// <summary>
/// Collects shapes and text for one frame, in units of drawing, y downwards; later shapes cover earlier ones.
/// </summary>
public sealed partial class Painter
{
    private const float Spacious = 48; // pixels; the inside of larger outlines costs more than drawing them in pieces

    private readonly GlyphAtlas _atlas;
    private readonly float _scale;
    private readonly List<Batch> _batches = [];
    private readonly Stack<Area> _clips = [];
    private int _firstShape;
    private int _firstGlyph;

    internal Painter(GlyphAtlas atlas, Area area)
    {
        (_atlas, _scale, Area) = (atlas, atlas.Scale, area);
        _clips.Push(area);
    }

    /// <summary>All that can be drawn on.</summary>
    public Area Area { get; }

    internal List<ShapeInstance> Shapes { get; } = [];

    internal List<GlyphInstance> Glyphs { get; } = [];

    /// <summary>
    /// Clips what <paramref name="paint"/> draws to a rectangle, and does not call it where nothing is visible. Its
    /// text covers its own shapes, but not shapes that are drawn later.
    /// </summary>
    public void Clip(Area area, Action paint)
    {
        var clip = area.Intersect(_clips.Peek());
        if (clip is not { Width: > 0, Height: > 0 })
        {
            return;
        }

        CloseBatch();
        _clips.Push(clip);
        paint();
        CloseBatch();
        _clips.Pop();
    }

    /// <summary>A rectangle, with rounded corners where a radius is given.</summary>
    public void Rectangle(Area area, Color color, float radius = 0) => Box(area, color, radius, 0);

    /// <summary>The edge of a rectangle, inwards.</summary>
    public void Outline(Area area, Color color, float thickness = 1, float radius = 0)
    {
        var inner = area.Inset(thickness / 2);
        if (Math.Min(area.Width, area.Height) * _scale <= Spacious)
        {
            Box(area, color, radius, thickness);
            return;
        }

        // Piece by piece, so that no pixel of the inside is looked at.
        var round = Math.Max(0, radius - (thickness / 2));
        var (left, right) = (inner.X + round, inner.Right - round);
        var (top, bottom) = (inner.Y + round, inner.Bottom - round);
        Line(new Vector2(left, inner.Y), new Vector2(right, inner.Y), thickness, color);
        Line(new Vector2(left, inner.Bottom), new Vector2(right, inner.Bottom), thickness, color);
        Line(new Vector2(inner.X, top), new Vector2(inner.X, bottom), thickness, color);
        Line(new Vector2(inner.Right, top), new Vector2(inner.Right, bottom), thickness, color);
        if (round > 0)
        {
            Arc(new Vector2(right, top), round, thickness, 0, Math.PI / 2, color);
            Arc(new Vector2(left, top), round, thickness, Math.PI / 2, Math.PI, color);
            Arc(new Vector2(left, bottom), round, thickness, Math.PI, 1.5 * Math.PI, color);
            Arc(new Vector2(right, bottom), round, thickness, 1.5 * Math.PI, 2 * Math.PI, color);
        }
    }

    public void Circle(Vector2 centre, float radius, Color color) =>
        Add(centre, Vector2.UnitX, 0, 0, 0, radius, 0, color);

    /// <summary>The edge of a circle, half of it inwards.</summary>
    public void Ring(Vector2 centre, float radius, float thickness, Color color)
    {
        if (radius * _scale > Spacious)
        {
            Arc(centre, radius, thickness, 0, 2 * Math.PI, color);
            return;
        }

        Add(centre, Vector2.UnitX, 0, 0, 0, radius + (thickness / 2), thickness, color);
    }

    /// <summary>A straight line with round ends.</summary>
    public void Line(Vector2 from, Vector2 to, float thickness, Color color)
    {
        var along = to - from;
        var length = along.Length();
        Add((from + to) / 2, length > 0 ? along / length : Vector2.UnitX, length / 2, 0, 0, thickness / 2, 0, color);
    }

    /// <summary>A line in equal dashes.</summary>
    public void Dashes(Vector2 from, Vector2 to, float thickness, Color color, float dash = 6)
    {
        var count = Math.Max(1, (int)((to - from).Length() / (2 * dash)));
        var step = (to - from) / ((2 * count) - 1);
        for (var index = 0; index < count; index++)
        {
            Line(from + (2 * index * step), from + (((2 * index) + 1) * step), thickness, color);
        }
    }

    /// <summary>Lines from point to point, the colour going from the first to the last.</summary>
    public void Polyline(ReadOnlySpan<Vector2> points, float thickness, Color first, Color last)
    {
        // Points within a pixel of the last one that was drawn to are passed over, the end excepted.
        var least = 1 / (_scale * _scale);
        for (int index = 1, drawn = 0; index < points.Length; index++)
        {
            if (index < points.Length - 1 && Vector2.DistanceSquared(points[drawn], points[index]) < least)
            {
                continue;
            }

            Line(
                points[drawn], points[index], thickness, first.Mix(last, (drawn + index) / (2f * (points.Length - 1))));
            drawn = index;
        }
    }

    /// <summary>A part of a circle's edge; angles are in radians, from the right, counted against the clock.</summary>
    public void Arc(Vector2 centre, float radius, float thickness, double from, double to, Color color)
    {
        const double Sagitta = 0.1; // pixels between a chord and its arc, r (1 − cos(step / 2)) ≈ r step² / 8
        var step = Math.Sqrt(8 * Sagitta / Math.Max(1, radius * _scale));
        var count = Math.Max(1, (int)Math.Ceiling(Math.Abs(to - from) / step));
        var points = count < 128 ? stackalloc Vector2[count + 1] : new Vector2[count + 1];
        for (var index = 0; index <= count; index++)
        {
            var (sin, cos) = Math.SinCos(from + ((to - from) * index / count));
            points[index] = centre + (radius * new Vector2((float)cos, -(float)sin));
        }

        Polyline(points, thickness, color, color);
    }

    /// <summary>An isosceles triangle from its base to its tip.</summary>
    public void Triangle(Vector2 foot, Vector2 tip, float baseWidth, Color color)
    {
        var along = tip - foot;
        var length = along.Length();
        Add((foot + tip) / 2, length > 0 ? along / length : Vector2.UnitX, length / 2, baseWidth / 2, 0, 0, 0, color);
    }

    /// <summary>A line with a head; nothing where it has no length.</summary>
    public void Arrow(Vector2 from, Vector2 to, float thickness, Color color)
    {
        var along = to - from;
        var length = along.Length();
        if (length < 1e-3f)
        {
            return;
        }

        var head = Math.Min(4 * thickness, length);
        var neck = to - (along / length * head);
        Line(from, neck, thickness, color);
        Triangle(neck, to, 3.6f * thickness, color);
    }

    /// <summary>The batches in their order; after it nothing more is drawn.</summary>
    internal IReadOnlyList<Batch> Batches()
    {
        CloseBatch();
        return _batches;
    }

    private void Box(Area area, Color color, float radius, float outline)
    {
        var round = Math.Min(radius, Math.Min(area.Width, area.Height) / 2);
        var (halfLength, halfHeight) = ((area.Width / 2) - round, (area.Height / 2) - round);
        Add(area.Centre, Vector2.UnitX, halfLength, halfHeight, halfHeight, round, outline, color);
    }

    private void Add(
        Vector2 centre, Vector2 axis, float halfLength, float halfStart, float halfEnd, float radius, float outline,
        Color color) =>
        Shapes.Add(new ShapeInstance(
            centre * _scale, axis, halfLength * _scale, halfStart * _scale, halfEnd * _scale, radius * _scale,
            outline * _scale, color.Packed));

    private void CloseBatch()
    {
        if (Shapes.Count > _firstShape || Glyphs.Count > _firstGlyph)
        {
            _batches.Add(
                new Batch(
                    _clips.Peek(), _firstShape, Shapes.Count - _firstShape, _firstGlyph, Glyphs.Count - _firstGlyph));
        }

        (_firstShape, _firstGlyph) = (Shapes.Count, Glyphs.Count);
    }
}
