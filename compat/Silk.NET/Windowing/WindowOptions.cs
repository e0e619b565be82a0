using Silk.NET.Maths;

namespace Silk.NET.Windowing;

/// <summary>How a window is made.</summary>
public struct WindowOptions : IWindowProperties
{
    public static WindowOptions Default { get; } = new()
    {
        IsVisible = true,
        Position = new Vector2D<int>(50, 50),
        Size = new Vector2D<int>(1280, 720),
        API = GraphicsAPI.Default,
        Title = "Silk.NET Window",
        VSync = true,
        ShouldSwapAutomatically = true,
    };

    public bool IsVisible { get; set; }

    public Vector2D<int> Position { get; set; }

    public Vector2D<int> Size { get; set; }

    public double FramesPerSecond { get; set; }

    public double UpdatesPerSecond { get; set; }

    public GraphicsAPI API { get; set; }

    public string Title { get; set; }

    public WindowState WindowState { get; set; }

    public WindowBorder WindowBorder { get; set; }

    public bool VSync { get; set; }

    public bool ShouldSwapAutomatically { get; set; }

    /// <summary>Samples of a pixel; null for one.</summary>
    public int? Samples { get; set; }
}
