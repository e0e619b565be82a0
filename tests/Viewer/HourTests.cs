using System.Runtime.InteropServices;
using MetaRL.Tests.Learners;
using MetaRL.Viewer.Desktop;
using MetaRL.Viewer.Loading;
using MetaRL.Viewer.Offscreen;
using MetaRL.Viewer.Watching;
using Xunit;
using Xunit.Abstractions;
using static TorchSharp.torch;

namespace MetaRL.Tests.Viewer;

/// <summary>
/// An hour in front of the viewer: its frames at 30 a second, in which agents adapt, are changed, restarted and
/// replaced by their earlier checkpoints, on pictures of changing size. A thirtieth of it, unless METARL_HOUR is 1.
/// </summary>
[Collection(nameof(LeakTests))]
public sealed class HourTests(TrainedRuns runs, ITestOutputHelper output) : IClassFixture<TrainedRuns>
{
    private const int Hour = 108_000, Megabyte = 1 << 20;
    private static readonly int Frames = Environment.GetEnvironmentVariable("METARL_HOUR") == "1" ? Hour : Hour / 30;

    [Fact]
    public void ViewSession_WatchedForAnHour_LeavesNothing()
    {
        Watch(frames: 1000); // what is made once in a process is made
        var (tensors, heap, memory) = (Tensors(), GC.GetTotalMemory(forceFullCollection: true), Environment.WorkingSet);
        Watch(Frames);
        var (moreTensors, moreHeap, moreMemory) =
            (Tensors() - tensors, GC.GetTotalMemory(forceFullCollection: true) - heap, Environment.WorkingSet - memory);
        output.WriteLine(
            $"{Frames} frames: {moreTensors} tensors, {moreHeap / 1024} KB of managed heap and {moreMemory / Megabyte}"
            + $" MB of {memory / Megabyte} MB resident more than before");
        Assert.Equal(0, moreTensors);
        Assert.InRange(moreHeap, long.MinValue, 2 * Megabyte);
        Assert.InRange(moreMemory, long.MinValue, 128 * Megabyte); // what allocators keep for later
    }

    private delegate byte IsAlive(uint name);

    private void Watch(int frames)
    {
        const int FramesPerSize = 500;
        using var setup = AgentsInTasks.Load(runs.Request);
        using var session = new ViewSession(setup);
        var (panels, track, pages) = (
            new PanelGrid(session), new TimelineTrack(session), new SidePages(session, RunRecord.Of(setup)));
        session.Timeline.ChangeSpeed(9);
        for (var from = 0; from < frames; from += FramesPerSize)
        {
            var size = 1 + (from / FramesPerSize % 3);
            using var canvas = OffscreenCanvas.Create(320 * size, 180 * size);
            var layout = WindowLayout.Of(960, 540, session.Tasks.Sliders.Count);
            int[] before = [];
            for (var frame = from; frame < from + FramesPerSize; frame++)
            {
                Act(session, pages, frame);
                session.Update(1 / 30.0);
                canvas.Draw(painter =>
                {
                    panels.Draw(painter, layout.Panels, default);
                    track.Draw(painter, layout.Track, default);
                    pages.Draw(painter, layout, default);
                    before = frame == from + 1 ? Objects() : before; // the first frame has been drawn
                });
            }

            canvas.Draw(_ => Assert.Equal(before, Objects()));
        }

        Assert.Null(session.Failure);
    }

    private static void Act(ViewSession session, SidePages pages, int frame)
    {
        if (session.Timeline.IsAtEnd)
        {
            session.Adapt();
        }

        session.Timeline.Play();
        if (frame % 40 == 20)
        {
            session.ChangeParameter(session.Tasks.Sliders[frame / 40 % session.Tasks.Sliders.Count], 0.1 * (frame % 7));
        }

        if (frame % 250 == 125)
        {
            session.LoadCheckpoint(column: 0, iteration: frame / 250 % 3);
            session.IsEnlarged = !session.IsEnlarged;
            pages.Shown = (SidePages.Page)(frame / 250 % 3);
        }

        if (frame % 600 == 599)
        {
            session.Restart();
            session.Select(frame / 600 % 2, frame / 1200 % 2);
        }
    }

    // Buffers, vertex arrays, textures, programs, shaders, framebuffers and renderbuffers.
    private static int[] Objects()
    {
        const uint MostNames = 2000;
        string[] questions =
            [
                "glIsBuffer", "glIsVertexArray", "glIsTexture", "glIsProgram", "glIsShader", "glIsFramebuffer",
                "glIsRenderbuffer",
            ];
        return Array.ConvertAll(questions, question =>
        {
            var isAlive = Marshal.GetDelegateForFunctionPointer<IsAlive>(EglLibrary.eglGetProcAddress(question));
            return Enumerable.Range(1, (int)MostNames).Sum(name => isAlive((uint)name));
        });
    }

    private static long Tensors()
    {
        for (var again = 0; again < 3; again++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }

        return Tensor.TotalCount;
    }
}
