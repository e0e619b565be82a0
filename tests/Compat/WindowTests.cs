using System.Diagnostics;
using System.Numerics;
using ImGuiNET;
using MetaRL.Tests.Viewer;
using Silk.NET.Input;
using Silk.NET.Maths;
using Silk.NET.OpenGL;
using Silk.NET.OpenGL.Extensions.ImGui;
using Silk.NET.Windowing;
using Xunit;

namespace MetaRL.Tests.Compat;

/// <summary>
/// A real window: what a person does reaches the program, and what the program draws reaches the screen.
/// </summary>
[Collection(GraphicsTurn.Name)]
public sealed class WindowTests(VirtualDisplay display)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Fact]
    public void Window_OpenedAndDrawn_HasItsSizeAndColor()
    {
        using var window = Open();
        using var gl = window.CreateOpenGL();
        gl.ClearColor(1, 0.5f, 0, 1);
        gl.Clear(ClearBufferMask.ColorBufferBit);
        var pixel = new byte[3];
        gl.ReadPixels(20, 20, 1, 1, PixelFormat.Rgb, PixelType.UnsignedByte, pixel.AsSpan());
        Assert.Equal(new Vector2D<int>(320, 240), window.FramebufferSize);
        Assert.Equal<byte>([255, 128, 0], pixel);
    }

    [Fact]
    public void Keyboard_KeyPressed_IsReported()
    {
        using var window = Open();
        var pressed = new List<Key>();
        window.CreateInput().Keyboards[0].KeyDown += (_, key, _) => pressed.Add(key);
        Until(window, () => pressed.Count > 0, "mousemove 60 60 key --delay 50 space");
        Assert.Equal(Key.Space, pressed[0]);
    }

    [Fact]
    public void Window_Resized_ReportsItsNewSize()
    {
        using var window = Open();
        var sizes = new List<Vector2D<int>>();
        window.Resize += sizes.Add;
        window.Size = new Vector2D<int>(400, 300);
        Until(window, () => sizes.Count > 0);
        Assert.Equal(new Vector2D<int>(400, 300), sizes[^1]);
    }

    [Fact]
    public void Window_Closed_LeavesItsLoop()
    {
        using var window = Open();
        var frames = 0;
        window.Render += _ =>
        {
            if (++frames == 3)
            {
                window.Close();
            }
        };
        window.Run();
        Assert.Equal(3, frames);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(900)] // longer than a click, and than the time from one to the next
    public void ImGuiButton_Clicked_IsPressed(int millisecondsOfAFrame)
    {
        using var window = Open();
        using var gl = window.CreateOpenGL();
        using var controller = new ImGuiController(gl, window, window.CreateInput());
        var isPressed = false;
        window.Render += seconds =>
        {
            controller.Update((float)seconds);
            ImGui.SetNextWindowPos(Vector2.Zero);
            ImGui.SetNextWindowSize(new Vector2(300, 200));
            ImGui.Begin("panel", ImGuiWindowFlags.NoTitleBar);
            isPressed |= ImGui.Button("play", new Vector2(200, 100));
            ImGui.End();
            controller.Render();
            Thread.Sleep(millisecondsOfAFrame);
        };
        Until(window, () => isPressed, "mousemove 100 60 sleep 0.2 mousedown 1 sleep 0.2 mouseup 1");
        Assert.True(isPressed);
    }

    [Fact]
    public void ImGuiSlider_Dragged_ChangesItsValue()
    {
        using var window = Open();
        using var gl = window.CreateOpenGL();
        using var controller = new ImGuiController(gl, window, window.CreateInput());
        var value = 0f;
        window.Render += seconds =>
        {
            controller.Update((float)seconds);
            ImGui.SetNextWindowPos(Vector2.Zero);
            ImGui.SetNextWindowSize(new Vector2(300, 200));
            ImGui.Begin("panel", ImGuiWindowFlags.NoTitleBar);
            ImGui.SetNextItemWidth(250);
            ImGui.SliderFloat("##gravity", ref value, 0, 1);
            ImGui.End();
            controller.Render();
        };
        Until(
            window, () => value > 0.5f,
            "mousemove 30 18 sleep 0.2 mousedown 1 sleep 0.2 mousemove 220 18 sleep 0.2 mouseup 1");
        Assert.InRange(value, 0.5f, 1f);
    }

    private IWindow Open()
    {
        Assert.NotEmpty(display.Name);
        var window = Window.Create(WindowOptions.Default with { Size = new Vector2D<int>(320, 240), VSync = false });
        window.Initialize();
        window.Position = new Vector2D<int>(0, 0);
        return window;
    }

    // Keeps the window going, and the person too, until what is waited for has happened.
    private void Until(IWindow window, Func<bool> hasHappened, string? actions = null)
    {
        var clock = Stopwatch.StartNew();
        Task? person = null;
        while (!hasHappened() && clock.Elapsed < Patience)
        {
            window.DoEvents();
            window.DoRender();
            if (actions is not null && (person is null || person.IsCompleted))
            {
                person = Task.Run(
                () => display.Do(actions));
            }
        }

        while (person is { IsCompleted: false })
        {
            window.DoEvents();
        }
    }
}
