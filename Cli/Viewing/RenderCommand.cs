using System.CommandLine;
using MetaRL.Cli.Exit;
using MetaRL.Cli.Options;
using MetaRL.Cli.Output;
using MetaRL.Environments.Tasks;
using MetaRL.Viewer.Loading;
using MetaRL.Viewer.Offscreen;
using MetaRL.Viewer.Recordings;
using static TorchSharp.torch;

namespace MetaRL.Cli.Viewing;

/// <summary><c>render</c>: agents adapting, as one picture or as a film, without a display.</summary>
internal static class RenderCommand
{
    private static readonly (int Width, int Height) UsualFrame = (1280, 720);

    public static Command Create(Terminal terminal)
    {
        var viewOptions = new ViewOptions();
        var frameOptions = new FrameOptions();
        var overlay = new OverlayOption();
        var output = new Option<string>("--output")
        {
            Description = "A storyboard, adapt.png; a film, adapt.mp4; or a new folder of frames, frames/",
            HelpName = "PATH",
            Required = true,
        };
        output.Refuse(RenderKinds.Fault);
        var command = new Command(
            "render", "Draw agents adapting to test tasks on the CPU, as a picture or a film, without a display.");
        viewOptions.AddTo(command);
        command.Add(output);
        overlay.AddTo(command);
        frameOptions.AddTo(command);
        command.SetAction(parsed =>
        {
            using var interruption = new Interruption(() => terminal.WriteStatus("Stopping ..."), terminal.ShowCursor);
            try
            {
                Render(parsed, interruption.Token);
                return ExitCode.Ok;
            }
            catch (Exception) when (interruption.Token.IsCancellationRequested) // which ends ffmpeg too
            {
                return interruption.ExitCode;
            }
        });
        return command;

        void Render(ParseResult parsed, CancellationToken stop)
        {
            using var scope = NewDisposeScope();
            var path = parsed.GetRequiredValue(output);
            var kind = RenderKinds.Of(path)!.Value; // as the option requires
            OutputPath.RequireWritable(path);
            var request = viewOptions.Request(parsed);
            using var setup = AgentsInTasks.Load(request);
            var split = new TaskSplit(request.Split);
            var scale = frameOptions.Scale(parsed);
            Recording Record() => Recording.Of(setup, split, overlay.Kind(parsed), stop);
            if (kind == RenderKind.Storyboard)
            {
                DrawStoryboard(Record(), path, frameOptions.Size(parsed), scale, terminal);
                return;
            }

            var (width, height) = frameOptions.Size(parsed) ?? UsualFrame;
            var fps = frameOptions.FramesPerSecond(parsed);
            using var canvas = OffscreenCanvas.Create(width, height, scale);
            using IFrameSink sink = kind == RenderKind.Video
                ? new VideoFile(path, width, height, fps)
                : new FrameFolder(path);
            var film = new Film(Record(), width / scale, height / scale, fps, frameOptions.Speed(parsed));
            WriteFilm(film, canvas, sink, terminal, stop);
            terminal.Out.WriteLine($"{path}: {film.Frames} frames of {width} × {height} pixels, {fps} a second");
        }
    }

    private static void DrawStoryboard(
        Recording recording, string path, (int Width, int Height)? size, float scale, Terminal terminal)
    {
        var storyboard = new Storyboard(recording);
        var (width, height) = size
            ?? ((int)MathF.Ceiling(storyboard.Size.Width * scale), (int)MathF.Ceiling(storyboard.Size.Height * scale));
        using var canvas = OffscreenCanvas.Create(width, height, scale);
        canvas.Draw(storyboard.Draw);
        canvas.SavePng(path);
        terminal.Out.WriteLine($"{path}: {width} × {height} pixels");
    }

    private static void WriteFilm(
        Film film, OffscreenCanvas canvas, IFrameSink sink, Terminal terminal, CancellationToken stop)
    {
        terminal.Error.WriteLine($"Drawing {film.Frames} frames ...");
        for (var frame = 0; frame < film.Frames; frame++)
        {
            stop.ThrowIfCancellationRequested();
            canvas.Draw(painter => film.Draw(painter, frame));
            sink.Add(canvas.Read());
        }

        sink.Complete();
    }
}
