using Silk.NET.Core.Contexts;
using Silk.NET.Maths;

namespace Silk.NET.Windowing;

/// <summary>A surface that is drawn to, with a loop of events, updates and frames.</summary>
public interface IView : IViewProperties, IGLContextSource, IDisposable
{
    event Action<Vector2D<int>> Resize;

    event Action<Vector2D<int>> FramebufferResize;

    event Action Closing;

    event Action<bool> FocusChanged;

    event Action Load;

    event Action<double> Update;

    event Action<double> Render;

    nint Handle { get; }

    bool IsClosing { get; }

    bool IsInitialized { get; }

    /// <summary>Seconds since the view was initialised.</summary>
    double Time { get; }

    /// <summary>Pixels, where <see cref="IViewProperties.Size"/> is in units of the screen.</summary>
    Vector2D<int> FramebufferSize { get; }

    void Initialize();

    void DoRender();

    void DoUpdate();

    void DoEvents();

    void Reset();

    void Close();

    void Run(Action onFrame);
}
