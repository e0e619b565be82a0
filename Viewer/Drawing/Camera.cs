using System.Numerics;

namespace MetaRL.Viewer.Drawing;

/// <summary>
/// Where a world, with y upwards, lies on a panel, with y downwards: as large as fits, in the middle, undistorted.
/// </summary>
public readonly record struct Camera
{
    private readonly Vector2 _worldCentre;
    private readonly Vector2 _panelCentre;

    public Camera(Area world, Area panel)
    {
        (_worldCentre, _panelCentre) = (world.Centre, panel.Centre);
        Scale = Math.Min(panel.Width / world.Width, panel.Height / world.Height);
    }

    /// <summary>Units of the panel per unit of the world.</summary>
    public float Scale { get; }

    public Vector2 Project(Vector2 world) =>
        _panelCentre + new Vector2((world.X - _worldCentre.X) * Scale, (_worldCentre.Y - world.Y) * Scale);

    public Vector2 Project(double x, double y) => Project(new Vector2((float)x, (float)y));

    /// <summary>The point of the world that lies under a point of the panel.</summary>
    public Vector2 Unproject(Vector2 panel) =>
        _worldCentre + new Vector2((panel.X - _panelCentre.X) / Scale, (_panelCentre.Y - panel.Y) / Scale);

    /// <summary>A rectangle of the world on the panel.</summary>
    public Area Project(Area world)
    {
        var corner = Project(new Vector2(world.X, world.Bottom));
        return new Area(corner.X, corner.Y, world.Width * Scale, world.Height * Scale);
    }
}
