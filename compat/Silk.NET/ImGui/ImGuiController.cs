using System.Numerics;
using ImGuiNET;
using Silk.NET.Input;
using Silk.NET.Windowing;

namespace Silk.NET.OpenGL.Extensions.ImGui;

/// <summary>Dear ImGui in a view: a context that gets the view's input and is drawn with its OpenGL.</summary>
public class ImGuiController : IDisposable
{
    // What Dear ImGui 1.86 means by a key, in its own count, and the key.
    private static readonly (int Meaning, Key Key)[] Meanings =
    [
        (0, Key.Tab), (1, Key.Left), (2, Key.Right), (3, Key.Up), (4, Key.Down), (5, Key.PageUp), (6, Key.PageDown),
        (7, Key.Home), (8, Key.End), (9, Key.Insert), (10, Key.Delete), (11, Key.Backspace), (12, Key.Space),
        (13, Key.Enter), (14, Key.Escape), (15, Key.KeypadEnter), (16, Key.A), (17, Key.C), (18, Key.V), (19, Key.X),
        (20, Key.Y), (21, Key.Z),
    ];

    private readonly IView _view;
    private readonly IInputContext _input;
    // Presses and releases of each button that no frame has seen yet
    private readonly Queue<bool>[] _clicks = [new(), new(), new()];
    private readonly List<char> _typed = [];
    private Vector2 _scrolled;
    private bool _isFrameBegun;

    public IntPtr Context;

    public ImGuiController(GL gl, IView view, IInputContext input)
        : this(gl, view, input, null, null)
    {
    }

    public ImGuiController(GL gl, IView view, IInputContext input, ImGuiFontConfig imGuiFontConfig)
        : this(gl, view, input, imGuiFontConfig, null)
    {
    }

    public ImGuiController(GL gl, IView view, IInputContext input, Action onConfigureIO)
        : this(gl, view, input, null, onConfigureIO)
    {
    }

    public ImGuiController(
        GL gl, IView view, IInputContext input, ImGuiFontConfig? imGuiFontConfig = null, Action? onConfigureIO = null)
    {
        (_view, _input) = (view, input);
        Context = ImGuiNET.ImGui.CreateContext();
        MakeCurrent();
        ImGuiNET.ImGui.StyleColorsDark();
        var io = ImGuiNET.ImGui.GetIO();
        if (imGuiFontConfig is { } font)
        {
            _ = io.Fonts.AddFontFromFileTTF(font.FontPath, font.FontSize, default, font.GetGlyphRange?.Invoke(io) ?? 0);
        }

        onConfigureIO?.Invoke();
        foreach (var (meaning, key) in Meanings)
        {
            Native.imgui_map_key(meaning, (int)key);
        }

        if (!Native.imgui_gl_start())
        {
            throw new PlatformNotSupportedException("Dear ImGui cannot draw with this OpenGL; it needs 3.3.");
        }

        input.Keyboards[0].KeyChar += OnKeyChar;
        input.Mice[0].Scroll += OnScroll;
        input.Mice[0].MouseDown += OnMouseDown;
        input.Mice[0].MouseUp += OnMouseUp;
        BeginFrame(1f / 60);
    }

    public void MakeCurrent() => ImGuiNET.ImGui.SetCurrentContext(Context);

    /// <summary>Ends the frame before and begins the next one.</summary>
    public void Update(float deltaSeconds) => InContext(() =>
    {
        if (_isFrameBegun)
        {
            ImGuiNET.ImGui.Render();
        }

        BeginFrame(deltaSeconds);
    });

    /// <summary>Ends the frame and draws it over what is there.</summary>
    public void Render() => InContext(() =>
    {
        if (!_isFrameBegun)
        {
            return;
        }

        _isFrameBegun = false;
        ImGuiNET.ImGui.Render();
        Native.imgui_gl_draw();
    });

    public void Dispose()
    {
        _input.Keyboards[0].KeyChar -= OnKeyChar;
        _input.Mice[0].Scroll -= OnScroll;
        _input.Mice[0].MouseDown -= OnMouseDown;
        _input.Mice[0].MouseUp -= OnMouseUp;
        InContext(Native.imgui_gl_stop);
        ImGuiNET.ImGui.DestroyContext(Context);
        GC.SuppressFinalize(this);
    }

    private void BeginFrame(float deltaSeconds)
    {
        var io = ImGuiNET.ImGui.GetIO();
        var (size, pixels) = (_view.Size, _view.FramebufferSize);
        io.DisplaySize = new Vector2(size.X, size.Y);
        if (size is { X: > 0, Y: > 0 })
        {
            io.DisplayFramebufferScale = new Vector2((float)pixels.X / size.X, (float)pixels.Y / size.Y);
        }

        io.DeltaTime = Math.Max(deltaSeconds, 1e-6f); // Dear ImGui refuses 0
        Feed(io, _input.Mice[0], _input.Keyboards[0]);
        Native.imgui_gl_new_frame();
        ImGuiNET.ImGui.NewFrame();
        _isFrameBegun = true;
    }

    private void Feed(ImGuiIOPtr io, IMouse mouse, IKeyboard keyboard)
    {
        io.MousePos = mouse.Position;
        (io.MouseWheelH, io.MouseWheel) = (_scrolled.X, _scrolled.Y);
        _scrolled = default;
        for (var button = 0; button < _clicks.Length; button++) // one a frame, so that slow frames miss none
        {
            Native.imgui_feed_button(
                button,
                _clicks[button].TryDequeue(out var isDown) ? isDown : mouse.IsButtonPressed((MouseButton)button));
        }

        foreach (var (_, key) in Meanings)
        {
            Native.imgui_feed_key((int)key, keyboard.IsKeyPressed(key));
        }

        _typed.ForEach(character => io.AddInputCharacter(character));
        _typed.Clear();
        io.KeyCtrl = keyboard.IsKeyPressed(Key.ControlLeft) || keyboard.IsKeyPressed(Key.ControlRight);
        io.KeyShift = keyboard.IsKeyPressed(Key.ShiftLeft) || keyboard.IsKeyPressed(Key.ShiftRight);
        io.KeyAlt = keyboard.IsKeyPressed(Key.AltLeft) || keyboard.IsKeyPressed(Key.AltRight);
        io.KeySuper = keyboard.IsKeyPressed(Key.SuperLeft) || keyboard.IsKeyPressed(Key.SuperRight);
    }

    private void InContext(Action action)
    {
        var before = ImGuiNET.ImGui.GetCurrentContext();
        MakeCurrent();
        action();
        if (before != Context)
        {
            ImGuiNET.ImGui.SetCurrentContext(before);
        }
    }

    private void OnKeyChar(IKeyboard keyboard, char character) => _typed.Add(character);

    private void OnMouseDown(IMouse mouse, MouseButton button) => OnClick(button, isDown: true);

    private void OnMouseUp(IMouse mouse, MouseButton button) => OnClick(button, isDown: false);

    private void OnClick(MouseButton button, bool isDown)
    {
        if ((int)button is >= 0 and < 3)
        {
            _clicks[(int)button].Enqueue(isDown);
        }
    }

    private void OnScroll(IMouse mouse, ScrollWheel wheel) => _scrolled += new Vector2(wheel.X, wheel.Y);
}
