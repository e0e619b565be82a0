using System.Numerics;

namespace MetaRL.Viewer.Drawing;

/// <summary>Collects shapes and text for one frame, in units of drawing, y downwards; later shapes cover earlier ones.</summary>
public sealed partial class Painter
{
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

    /// <summary>Cuts off at a rectangle what <paramref name="paint"/> draws. Its text covers its shapes, not those that follow.</summary>
    public void Clip(Area area, Action paint)
    {
        CloseBatch();
        _clips.Push(area.Intersect(_clips.Peek()));
        paint();
        CloseBatch();
        _clips.Pop();
    }

    /// <summary>A rectangle, with rounded corners where a radius is given.</summary>
    public void Rectangle(Area area, Color color, float radius = 0) => Box(area, color, color, radius, 0);

    /// <summary>A rectangle whose colour goes from the left to the right.</summary>
    public void Gradient(Area area, Color left, Color right, float radius = 0) => Box(area, left, right, radius, 0);

    /// <summary>The edge of a rectangle, inwards.</summary>
    public void Outline(Area area, Color color, float thickness = 1, float radius = 0) => Box(area, color, color, radius, thickness);

    public void Circle(Vector2 centre, float radius, Color color) =>
        Add(centre, Vector2.UnitX, 0, 0, 0, radius, 0, color, color);

    /// <summary>The edge of a circle, half of it inwards.</summary>
    public void Ring(Vector2 centre, float radius, float thickness, Color color) =>
        Add(centre, Vector2.UnitX, 0, 0, 0, radius + (thickness / 2), thickness, color, color);

    /// <summary>A straight line with round ends.</summary>
    public void Line(Vector2 from, Vector2 to, float thickness, Color color) => Line(from, to, thickness, color, color);

    /// <summary>A straight line with round ends whose colour changes along it.</summary>
    public void Line(Vector2 from, Vector2 to, float thickness, Color colorFrom, Color colorTo)
    {
        var along = to - from;
        var length = along.Length();
        Add((from + to) / 2, length > 0 ? along / length : Vector2.UnitX, length / 2, 0, 0, thickness / 2, 0, colorFrom, colorTo);
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
        for (var index = 1; index < points.Length; index++)
        {
            var (from, to) = ((index - 1f) / (points.Length - 1), (float)index / (points.Length - 1));
            Line(points[index - 1], points[index], thickness, first.Mix(last, from), first.Mix(last, to));
        }
    }

    /// <summary>A part of a circle's edge; angles are in radians, from the right, counted against the clock.</summary>
    public void Arc(Vector2 centre, float radius, float thickness, double from, double to, Color color)
    {
        const double Step = 0.12; // rad; chords stay within a quarter of a unit of an arc of radius 100
        var count = Math.Max(1, (int)Math.Ceiling(Math.Abs(to - from) / Step));
        Span<Vector2> points = count < 128 ? stackalloc Vector2[count + 1] : new Vector2[count + 1];
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
        Add((foot + tip) / 2, length > 0 ? along / length : Vector2.UnitX, length / 2, baseWidth / 2, 0, 0, 0, color, color);
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

    private void Box(Area area, Color left, Color right, float radius, float outline)
    {
        var round = Math.Min(radius, Math.Min(area.Width, area.Height) / 2);
        var (halfLength, halfHeight) = ((area.Width / 2) - round, (area.Height / 2) - round);
        Add(area.Centre, Vector2.UnitX, halfLength, halfHeight, halfHeight, round, outline, left, right);
    }

    private void Add(
        Vector2 centre, Vector2 axis, float halfLength, float halfStart, float halfEnd, float radius, float outline, Color start, Color end) =>
        Shapes.Add(new ShapeInstance(
            centre * _scale, axis, halfLength * _scale, halfStart * _scale, halfEnd * _scale, radius * _scale, outline * _scale,
            start.Packed, end.Packed));

    private void CloseBatch()
    {
        var clip = _clips.Peek();
        if ((Shapes.Count > _firstShape || Glyphs.Count > _firstGlyph) && clip is { Width: > 0, Height: > 0 })
        {
            _batches.Add(new Batch(clip, _firstShape, Shapes.Count - _firstShape, _firstGlyph, Glyphs.Count - _firstGlyph));
        }

        (_firstShape, _firstGlyph) = (Shapes.Count, Glyphs.Count);
    }
}
