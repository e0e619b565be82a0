using Silk.NET.Maths;

namespace Silk.NET.Windowing;

/// <summary>What a view is like.</summary>
public interface IViewProperties
{
    bool ShouldSwapAutomatically { get; set; }

    double FramesPerSecond { get; set; }

    double UpdatesPerSecond { get; set; }

    GraphicsAPI API { get; }

    bool VSync { get; set; }

    int? Samples { get; }

    Vector2D<int> Size { get; }
}
