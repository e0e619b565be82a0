using System.Diagnostics;
using System.Numerics;
using System.Runtime.InteropServices;
using MetaRL.Tests.Compat;
using MetaRL.Viewer.Desktop;
using MetaRL.Viewer.Drawing;
using MetaRL.Viewer.Loading;
using MetaRL.Viewer.Scenes;
using MetaRL.Viewer.Watching;
using Silk.NET.Maths;
using Xunit;

namespace MetaRL.Tests.Viewer;

/// <summary>A real window, trained agents, and a person with a mouse and a keyboard.</summary>
[Collection(GraphicsTurn.Name)]
public sealed class ViewerWindowTests(VirtualDisplay display, TrainedRuns runs) : IClassFixture<TrainedRuns>
{
    private const int Width = 780, Height = 580; // on a display of 800 × 600
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public void Window_PlayedChangedAndAdapted_ShowsAnotherReturn()
    {
        using var setup = AgentsInTasks.Load(runs.Request);
        using var session = new ViewSession(setup);
        using var window = Open(session);
        session.Timeline.ChangeSpeed(9);
        Until(
            window, () => session.Timeline.IsPlaying || session.Timeline.IsAtEnd,
            "mousemove 300 300 key --delay 60 space");
        Until(window, () => session.Timeline.IsAtEnd);
        var slider = window.Physics.Places["goal_x"];
        Until(
            window, () => session.Tasks.ValueOf(session.Tasks.Sliders[0], 0) > 0.9,
            Drag(slider.Centre, new Vector2(slider.Right - 2, slider.Centre.Y)));
        Until(window, () => session.Timeline.LastRound == 3, Click(window.Controls.Places["Adapt"].Centre));
        Until(window, () => session.Timeline.IsAtEnd);
        var returns = session.View(0, 0).Returns;
        Assert.Equal(4, returns.Count);
        Assert.True(
            returns[3] < returns[2], $"The goal is farther away, but the returns are {string.Join(", ", returns)}.");
    }

    [Fact]
    public void Track_Clicked_GoesToThatMoment()
    {
        using var setup = AgentsInTasks.Load(runs.Request);
        using var session = AtTheEnd(setup);
        using var window = Open(session);
        Until(
            window, () => session.Timeline.Round == 0,
            Click(new Vector2(window.Layout.Track.X + (window.Layout.Track.Width / 6), window.Layout.Track.Centre.Y)));
        Assert.InRange(session.Timeline.Time, 5, 7);
        Assert.False(session.Timeline.IsPlaying);
    }

    [Fact]
    public void Panel_ClickedTwice_IsEnlarged()
    {
        using var setup = AgentsInTasks.Load(runs.Request);
        using var session = AtTheEnd(setup);
        using var window = Open(session);
        var panel = window.Panels.Panel(window.Layout.Panels, column: 1, row: 1);
        Until(window, () => session.Selected == (1, 1), Click(panel.Centre));
        Until(window, () => session.IsEnlarged, Click(panel.Centre));
        Assert.Equal(window.Layout.Panels, window.Panels.Panel(window.Layout.Panels, column: 1, row: 1));
    }

    [Fact]
    public void Button_PressedAndReleasedWithinAFrame_IsClicked()
    {
        using var setup = AgentsInTasks.Load(runs.Request);
        using var session = AtTheEnd(setup);
        using var window = Open(session);
        display.Do(Move(window.Controls.Places["Adapt"].Centre));
        DrawWithRestarts(window, session, frames: 5);
        display.Do("click 1");
        DrawWithRestarts(window, session, frames: 20);
        Assert.Equal(3, session.Timeline.LastRound);
    }

    [Fact]
    public void TrainingCurve_Clicked_LoadsThatCheckpoint()
    {
        using var setup = AgentsInTasks.Load(runs.Request);
        using var session = AtTheEnd(setup);
        using var window = Open(session);
        window.Pages.Shown = SidePages.Page.Curves;
        window.Frame();
        var plot = window.Pages.Curves.Training!.Value.Area;
        Until(window, () => setup.Agents[0].Iteration != 2, Click(new Vector2(plot.X + 2, plot.Bottom - 4)));
        Assert.Equal(0, setup.Agents[0].Iteration);
    }

    [Fact]
    public void Overlay_ClickedOrPassedByKey_IsShown()
    {
        using var setup = AgentsInTasks.Load(new([runs.Grids]) { Tasks = 2 });
        using var session = AtTheEnd(setup);
        using var window = Open(session);
        Until(
            window, () => session.Overlay.Kind == OverlayKind.Policy,
            Click(window.Pages.Panel.Overlay.Places[OverlayKind.Policy].Centre));
        Until(window, () => session.Overlay.Kind == OverlayKind.None, "key v");
    }

    [Fact]
    public void Window_Resized_LaysItselfOutAnew()
    {
        using var setup = AgentsInTasks.Load(runs.Request);
        using var session = new ViewSession(setup);
        using var window = Open(session);
        window.Native.Size = new Vector2D<int>(500, 400);
        Until(window, () => window.Layout.Panels.Right < 500);
        Assert.Equal(new Area(10, 10, 480, 296), window.Layout.Panels);
    }

    [Fact]
    public void Window_Minimised_GoesOn()
    {
        using var setup = AgentsInTasks.Load(runs.Request);
        using var session = new ViewSession(setup);
        using var window = Open(session);
        window.Native.WindowState = Silk.NET.Windowing.WindowState.Minimized;
        session.Timeline.Play();
        Until(window, () => session.Timeline.Time > 2);
        Assert.Null(session.Failure);
    }

    [Fact]
    public void Window_ClosedWhileAgentsLearn_EndsThem()
    {
        using var setup = AgentsInTasks.Load(runs.Request with { Rounds = 9, Envs = 10_000 });
        var session = new ViewSession(setup);
        using (var window = Open(session))
        {
            session.Timeline.ChangeSpeed(9);
            session.Timeline.Play();
            Until(window, () => session.Timeline.IsBetweenRounds && session.IsLearning);
            window.Native.Close();
            window.Run();
        }

        session.Dispose();
        Assert.Null(session.Failure);
    }

    [Fact]
    public void Window_DrawnTwoThousandTimes_LeavesNoObjectsOfOpenGl()
    {
        using var setup = AgentsInTasks.Load(runs.Request);
        using var session = new ViewSession(setup);
        using var window = Open(session);
        session.Timeline.Play();
        DrawWithRestarts(window, session, frames: 100);
        var before = Alive(window);
        DrawWithRestarts(window, session, frames: 2000);
        Assert.Equal(before, Alive(window));
    }

    [Fact]
    public void Places_OfEveryButton_AreInTheWindow()
    {
        using var setup = AgentsInTasks.Load(runs.Request);
        using var session = new ViewSession(setup);
        using var window = Open(session);
        var all = new Area(0, 0, Width, Height);
        Assert.All(
            window.Controls.Places.Values.Concat(window.Pages.Places.Values),
            place => Assert.Equal(place, place.Intersect(all)));
    }

    private delegate byte IsAlive(uint name);

    private ViewerWindow Open(ViewSession session)
    {
        Assert.NotEmpty(display.Name);
        var window = ViewerWindow.Open(session, RunRecord.Of(session.Setup), Width, Height);
        window.Native.VSync = false;
        window.Native.Position = new Vector2D<int>(0, 0);
        window.Frame();
        window.Frame();
        return window;
    }

    private static ViewSession AtTheEnd(AgentsInTasks setup)
    {
        var session = new ViewSession(setup);
        session.Timeline.ChangeSpeed(9);
        session.Timeline.Play();
        ViewSessionTests.Await(session, () => session.Timeline.IsAtEnd);
        return session;
    }

    private static void DrawWithRestarts(ViewerWindow window, ViewSession session, int frames)
    {
        for (var frame = 0; frame < frames; frame++)
        {
            window.Native.DoEvents();
            window.Native.DoRender();
            if (frame % 500 == 250)
            {
                session.Restart();
                window.Pages.Shown = (SidePages.Page)(frame / 500 % 3);
            }
        }
    }

    // Of buffers, vertex arrays, textures, programs and shaders.
    private static int[] Alive(ViewerWindow window)
    {
        const uint MostNames = 10_000; // above what drivers have given after as many frames
        string[] questions = ["glIsBuffer", "glIsVertexArray", "glIsTexture", "glIsProgram", "glIsShader"];
        return Array.ConvertAll(questions, question =>
        {
            var isAlive = Marshal.GetDelegateForFunctionPointer<IsAlive>(
                window.Native.GLContext!.GetProcAddress(question));
            var count = 0;
            for (var name = 1u; name <= MostNames; name++)
            {
                count += isAlive(name);
            }

            return count;
        });
    }

    private static string Click(Vector2 at) => $"{Move(at)} mousedown 1 sleep 0.3 mouseup 1 sleep 0.3";

    private static string Drag(Vector2 from, Vector2 to) =>
        $"{Move(from)} mousedown 1 sleep 0.3 {Move(to)} mouseup 1 sleep 0.3";

    private static string Move(Vector2 to) =>
        FormattableString.Invariant($"mousemove {(int)to.X} {(int)to.Y} sleep 0.3");

    // Keeps the window going, and the person too, until what is waited for has happened.
    private void Until(ViewerWindow window, Func<bool> hasHappened, string? actions = null)
    {
        var clock = Stopwatch.StartNew();
        Task? person = null;
        while (!hasHappened() && clock.Elapsed < Patience)
        {
            window.Frame();
            if (actions is not null && (person is null || person.IsCompleted))
            {
                person = Task.Run(() => display.Do(actions));
            }
        }

        while (person is { IsCompleted: false })
        {
            window.Frame();
        }

        Assert.True(clock.Elapsed < Patience, "It did not happen within a minute.");
    }
}
