using Silk.NET.Core.Contexts;
using static Silk.NET.Windowing.GlfwLibrary;

namespace Silk.NET.Windowing;

/// <summary>A window of GLFW, all of it on the thread that made it.</summary>
internal sealed partial class GlfwWindow : IWindow
{
    private readonly WindowOptions _options;
    private double _start;
    private double _lastUpdate;
    private double _lastRender;
    private string _title;
    private bool _vSync;

    public GlfwWindow(WindowOptions options)
    {
        (_options, _title, _vSync) = (options, options.Title, options.VSync);
        (FramesPerSecond, UpdatesPerSecond) = (options.FramesPerSecond, options.UpdatesPerSecond);
        ShouldSwapAutomatically = options.ShouldSwapAutomatically;
        GLContext = new GlfwContext(this);
    }

    public nint Handle { get; private set; }

    public IGLContext GLContext { get; }

    public bool IsInitialized => Handle != 0;

    public bool ShouldSwapAutomatically { get; set; }

    /// <summary>Most frames in a second; 0 for as many as there can be.</summary>
    public double FramesPerSecond { get; set; }

    /// <summary>Most updates in a second; 0 for as many as there can be.</summary>
    public double UpdatesPerSecond { get; set; }

    public GraphicsAPI API => _options.API;

    public int? Samples => _options.Samples;

    public double Time => IsInitialized ? glfwGetTime() - _start : 0;

    public bool VSync
    {
        get => _vSync;
        set
        {
            _vSync = value;
            if (IsInitialized)
            {
                glfwSwapInterval(value ? 1 : 0);
            }
        }
    }

    public void Initialize()
    {
        if (IsInitialized)
        {
            return;
        }

        glfwWindowHint(ContextVersionMajor, API.Version.MajorVersion);
        glfwWindowHint(ContextVersionMinor, API.Version.MinorVersion);
        glfwWindowHint(OpenGlProfile, API.Profile == ContextProfile.Core ? CoreProfile : 0);
        glfwWindowHint(ForwardCompatible, API.Flags.HasFlag(ContextFlags.ForwardCompatible) ? 1 : 0);
        glfwWindowHint(GlfwLibrary.Samples, _options.Samples ?? 0);
        glfwWindowHint(Visible, _options.IsVisible ? 1 : 0);
        glfwWindowHint(Resizable, _options.WindowBorder == WindowBorder.Resizable ? 1 : 0);
        glfwWindowHint(Decorated, _options.WindowBorder == WindowBorder.Hidden ? 0 : 1);
        glfwWindowHint(Maximized, _options.WindowState == WindowState.Maximized ? 1 : 0);
        Handle = glfwCreateWindow(_options.Size.X, _options.Size.Y, _title, 0, 0);
        if (Handle == 0)
        {
            throw new PlatformNotSupportedException($"No window with OpenGL 3.3 can be opened: {LastError()}");
        }

        glfwMakeContextCurrent(Handle);
        glfwSwapInterval(VSync ? 1 : 0);
        Register();
        _start = glfwGetTime();
        Load?.Invoke();
    }

    public void Run(Action onFrame)
    {
        while (!IsClosing)
        {
            onFrame();
        }
    }

    public void DoEvents()
    {
        if (!IsInitialized)
        {
            return;
        }

        var wasClosing = IsClosing;
        glfwPollEvents();
        if (IsClosing && !wasClosing)
        {
            Closing?.Invoke();
        }
    }

    public void DoUpdate()
    {
        if (Elapsed(ref _lastUpdate, UpdatesPerSecond) is { } seconds)
        {
            Update?.Invoke(seconds);
        }
    }

    public void DoRender()
    {
        if (Elapsed(ref _lastRender, FramesPerSecond) is not { } seconds)
        {
            return;
        }

        Render?.Invoke(seconds);
        if (ShouldSwapAutomatically)
        {
            GLContext.SwapBuffers();
        }
    }

    public void Close()
    {
        if (IsClosing)
        {
            return;
        }

        glfwSetWindowShouldClose(Handle, 1);
        Closing?.Invoke();
    }

    public void Reset()
    {
        if (!IsInitialized)
        {
            return;
        }

        Forget();
        glfwDestroyWindow(Handle);
        Handle = 0;
    }

    public void Dispose() => Reset();

    // Seconds since the last time; null where it is too early for the next.
    private double? Elapsed(ref double last, double perSecond)
    {
        var (now, before) = (Time, last);
        if (perSecond > 0 && now - before < 1 / perSecond)
        {
            return null;
        }

        last = now;
        return now - before;
    }
}
