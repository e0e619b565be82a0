using System.Numerics;

namespace MetaRL.Viewer.Drawing;

/// <summary>
/// A rectangle from its corner of least numbers: on screens the upper left one, in worlds the lower left one.
/// </summary>
public readonly record struct Area(float X, float Y, float Width, float Height)
{
    public float Right => X + Width;

    /// <summary>The edge of greatest y.</summary>
    public float Bottom => Y + Height;

    public Vector2 Centre => new(X + (Width / 2), Y + (Height / 2));

    /// <summary>
    /// A world around a point, <paramref name="halfWidth"/> and <paramref name="halfHeight"/> to either side.
    /// </summary>
    public static Area Around(Vector2 centre, float halfWidth, float halfHeight) =>
        new(centre.X - halfWidth, centre.Y - halfHeight, 2 * halfWidth, 2 * halfHeight);

    /// <summary>Smaller by as much on all sides; larger where it is below 0.</summary>
    public Area Inset(float by) => new(X + by, Y + by, Math.Max(0, Width - (2 * by)), Math.Max(0, Height - (2 * by)));

    /// <summary>Without strips at its edges.</summary>
    public Area Trim(float left = 0, float top = 0, float right = 0, float bottom = 0) =>
        new(X + left, Y + top, Math.Max(0, Width - left - right), Math.Max(0, Height - top - bottom));

    public Area Intersect(Area other)
    {
        var (x, y) = (Math.Max(X, other.X), Math.Max(Y, other.Y));
        return new Area(
            x, y, Math.Max(0, Math.Min(Right, other.Right) - x), Math.Max(0, Math.Min(Bottom, other.Bottom) - y));
    }

    public bool Contains(Vector2 point) => point.X >= X && point.X < Right && point.Y >= Y && point.Y < Bottom;

    /// <summary>One cell of a division into equal columns and rows with gaps between them.</summary>
    public Area Cell(int column, int row, int columns, int rows, float gap = 0)
    {
        var (width, height) = ((Width - (gap * (columns - 1))) / columns, (Height - (gap * (rows - 1))) / rows);
        return new Area(X + (column * (width + gap)), Y + (row * (height + gap)), width, height);
    }
}
