using System.Diagnostics;
using ImGuiNET;
using MetaRL.Viewer.Drawing;
using MetaRL.Viewer.Offscreen;
using MetaRL.Viewer.Watching;
using Silk.NET.Input;
using Silk.NET.Maths;
using Silk.NET.OpenGL;
using Silk.NET.OpenGL.Extensions.ImGui;
using Silk.NET.Windowing;

namespace MetaRL.Viewer.Desktop;

/// <summary>The window that shows a view session and takes mouse and keys.</summary>
/// <remarks>No frame waits for an agent.</remarks>
public sealed class ViewerWindow : IDisposable
{
    private const double FramesPerSecond = 60;

    private readonly ViewSession _session;
    private readonly IWindow _window;
    private readonly GL _gl;
    private readonly IInputContext _input;
    private readonly Renderer _renderer;
    private readonly ImGuiController _controller;
    private readonly TimelineTrack _track;
    private bool _showsHelp;

    private ViewerWindow(ViewSession session, RunRecord record, IWindow window)
    {
        (_session, _window) = (session, window);
        _gl = window.CreateOpenGL();
        _input = window.CreateInput();
        _renderer = new Renderer(_gl);
        _controller = GlyphAtlas.FontFile is { } font
            ? new ImGuiController(_gl, window, _input, new ImGuiFontConfig(font, 14, _ => GlyphAtlas.Ranges))
            : new ImGuiController(_gl, window, _input);
        (Panels, _track, Physics, Pages) = (
            new PanelGrid(session), new TimelineTrack(session), new PhysicsPanel(session),
            new SidePages(session, record));
        Controls = new ControlBar(session, () => _showsHelp = !_showsHelp);
        _input.Keyboards[0].KeyDown += OnKey;
        _window.Render += Draw;
        Layout = LayoutNow();
    }

    /// <summary>The areas as they were drawn last.</summary>
    internal WindowLayout Layout { get; private set; }

    internal PanelGrid Panels { get; }

    internal ControlBar Controls { get; }

    internal PhysicsPanel Physics { get; }

    internal SidePages Pages { get; }

    internal IWindow Native => _window;

    internal GL Gl => _gl;

    /// <summary>Opens the window.</summary>
    /// <param name="session">The session, owned by the caller.</param>
    /// <param name="record">Training and comparison of the agents.</param>
    /// <param name="width">Of the window.</param>
    /// <param name="height">Of the window.</param>
    /// <exception cref="NoGraphicsException">There is no display, or no OpenGL 3.3.</exception>
    public static ViewerWindow Open(ViewSession session, RunRecord record, int width = 1280, int height = 720)
    {
        IWindow? window = null;
        try
        {
            window = Window.Create(WindowOptions.Default with
            {
                Size = new Vector2D<int>(width, height),
                Title = $"{session.Setup.Experiment.Path} · MetaRL",
            });
            window.Initialize();
            return new ViewerWindow(session, record, window);
        }
        catch (Exception wrong) when (IsMissingGraphics(wrong))
        {
            window?.Dispose();
            throw new NoGraphicsException(wrong.InnerException is DllNotFoundException
                ? wrong.Message
                : $"{wrong.Message.ReplaceLineEndings(" ").TrimEnd(' ', '.')}."
                + " A window needs a display with OpenGL 3.3: start it on a desktop, or with `xvfb-run`;"
                + " `metarl render` needs none.", wrong);
        }
    }

    /// <summary>Keeps the window going until it is closed.</summary>
    public void Run()
    {
        while (!_window.IsClosing)
        {
            Frame();
        }
    }

    /// <summary>Handles events and draws one frame, then sleeps for the rest of the frame's time.</summary>
    internal void Frame()
    {
        var clock = Stopwatch.StartNew();
        _window.DoEvents();
        if (!_window.IsClosing)
        {
            _window.DoRender();
        }

        var rest = TimeSpan.FromSeconds(1 / FramesPerSecond) - clock.Elapsed;
        if (rest > TimeSpan.Zero)
        {
            Thread.Sleep(rest);
        }
    }

    public void Dispose()
    {
        _input.Keyboards[0].KeyDown -= OnKey;
        _window.Render -= Draw;
        _controller.Dispose();
        _renderer.Dispose();
        _input.Dispose();
        _gl.Dispose();
        _window.Dispose();
    }

    // Silk.NET has exceptions of its own, for missing OpenGL functions and, in its package of windows, for GLFW's
    // errors.
    internal static bool IsMissingGraphics(Exception wrong) =>
        wrong is PlatformNotSupportedException or EntryPointNotFoundException
        || wrong.GetType().Namespace?.StartsWith("Silk.NET.", StringComparison.Ordinal) == true;

    private void Draw(double seconds)
    {
        _session.Update(seconds);
        var pixels = _window.FramebufferSize;
        if (pixels is not { X: > 0, Y: > 0 })
        {
            return;
        }

        Layout = LayoutNow();
        _controller.Update((float)seconds);
        var pointer = PointerNow();
        _renderer.Draw(pixels.X, pixels.Y, (float)pixels.X / _window.Size.X, painter => Paint(painter, pointer));
        if (!_showsHelp)
        {
            Controls.Build(Layout.Controls);
            Physics.Build(Layout.Physics);
            Pages.Build(Layout);
        }

        _controller.Render();
    }

    private void Paint(Painter painter, Pointer pointer)
    {
        Panels.Draw(painter, Layout.Panels, pointer);
        _track.Draw(painter, Layout.Track, pointer);
        Physics.Draw(painter, Layout.Physics);
        Pages.Draw(painter, Layout, pointer);
        if (_showsHelp)
        {
            HelpCard.Draw(painter);
        }
    }

    private WindowLayout LayoutNow() => WindowLayout.Of(_window.Size.X, _window.Size.Y, _session.Tasks.Sliders.Count);

    private Pointer PointerNow()
    {
        var isFree = !_showsHelp && !ImGui.GetIO().WantCaptureMouse;
        return new Pointer(
            ImGui.GetMousePos(), isFree && ImGui.IsMouseClicked(ImGuiMouseButton.Left),
            isFree && ImGui.IsMouseDown(ImGuiMouseButton.Left));
    }

    private void OnKey(IKeyboard keyboard, Key key, int code)
    {
        if (key is Key.F1 or Key.H || (key == Key.Escape && _showsHelp))
        {
            _showsHelp = !_showsHelp;
        }
        else
        {
            _ = ViewerKeys.Press(_session, key);
        }
    }
}
