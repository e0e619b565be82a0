using System.Diagnostics;
using System.Globalization;
using MetaRL.Viewer.Desktop;
using MetaRL.Viewer.Loading;
using MetaRL.Viewer.Offscreen;
using MetaRL.Viewer.Watching;

namespace MetaRL.Benchmarks;

/// <summary>
/// Times of the viewer's frames with 16 panels while their agents are at work: the panels alone without a display, and
/// the whole window where there is a display.
/// </summary>
internal static class FrameTimes
{
    private const int Width = 1280, Height = 720;
    private const int WarmUp = 200, Frames = 1000;

    public static void Run()
    {
        Console.WriteLine(
            $"4 tasks × 4 agents of point navigation at {Width} × {Height}, {Environment.ProcessorCount} processors,"
            + $" load {Load()} at first");
        foreach (var (faster, words) in new[] { (0, "1×"), (4, "16×") })
        {
            Measure($"panels, offscreen, {words}", faster, Offscreen);
            if (Environment.GetEnvironmentVariable("DISPLAY") is { Length: > 0 })
            {
                Measure($"window, {words}", faster, InWindow);
            }
        }
    }

    private static void Offscreen(ViewSession session, Action<Action> play)
    {
        using var canvas = OffscreenCanvas.Create(Width, Height);
        var (panels, track) = (new PanelGrid(session), new TimelineTrack(session));
        var layout = WindowLayout.Of(Width, Height, session.Tasks.Sliders.Count);
        var clock = Stopwatch.StartNew();
        play(() =>
        {
            session.Update(clock.Elapsed.TotalSeconds);
            clock.Restart();
            canvas.Draw(painter =>
            {
                panels.Draw(painter, layout.Panels, default);
                track.Draw(painter, layout.Track, default);
            });
            canvas.Finish();
        });
    }

    // Without the sleep that keeps it at 60 frames a second.
    private static void InWindow(ViewSession session, Action<Action> play)
    {
        using var window = ViewerWindow.Open(session, RunRecord.Of(session.Setup), Width, Height);
        window.Native.VSync = false;
        play(() =>
        {
            window.Native.DoEvents();
            window.Native.DoRender();
            window.Gl.Finish();
        });
    }

    private static void Measure(string name, int faster, Action<ViewSession, Action<Action>> of)
    {
        using var setup = AgentsInTasks.Load(
            new(["configs/quickstart.yaml"]) { Agents = ["maml", "multi-task", "random", "maml"], Tasks = 4 });
        using var session = new ViewSession(setup);
        session.Timeline.ChangeSpeed(faster); // a round of 100 steps in five seconds, or in a third of one
        var times = new List<(double Seconds, bool Learning)>();
        of(session, frame =>
        {
            for (var count = -WarmUp; count < Frames; count++)
            {
                if (session.Timeline.IsAtEnd)
                {
                    session.Adapt(); // so that they never rest
                }

                if (session.Timeline.IsAtEnd)
                {
                    session.Restart(); // as many rounds as there can be
                }

                session.Timeline.Play();
                var start = Stopwatch.GetTimestamp();
                frame();
                if (count >= 0)
                {
                    times.Add((Stopwatch.GetElapsedTime(start).TotalSeconds, session.IsLearning));
                }
            }
        });
        Print(name, times.Select(time => time.Seconds));
        Print($"{name}, while agents update", times.Where(time => time.Learning).Select(time => time.Seconds));

        // An event that comes as early in a frame as can be is seen when the next one is complete.
        Print($"{name}, from an event to its frame at most, while agents update",
            times.Zip(times.Skip(1)).Where(pair => pair.First.Learning)
                .Select(pair => pair.First.Seconds + pair.Second.Seconds));
    }

    private static void Print(string name, IEnumerable<double> seconds)
    {
        var ms = seconds.Select(time => time * 1000).Order().ToArray();
        Console.WriteLine(ms.Length == 0 ? $"{name}: none" : string.Create(
            CultureInfo.InvariantCulture,
            $"{name}: {ms.Length} frames, median {ms[ms.Length / 2]:0.0} ms ({1000 / ms[ms.Length / 2]:0} a second),"
            + $" 95 % within {ms[ms.Length * 95 / 100]:0.0} ms, worst {ms[^1]:0.0} ms"));
    }

    private static string Load() =>
        File.Exists("/proc/loadavg") ? File.ReadAllText("/proc/loadavg").Split(' ')[0] : "unknown";
}
