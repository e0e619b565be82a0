using System.Diagnostics;
using MetaRL.Configuration.Yaml;
using MetaRL.Files;
using MetaRL.Viewer.Offscreen;
using MetaRL.Viewer.Recordings;
using Xunit;

namespace MetaRL.Tests.Viewer.Recordings;

/// <summary>Where the frames of films go; ./test.sh installs ffmpeg.</summary>
public sealed class FrameSinkTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("metarl frames ").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void VideoFile_ThreeFrames_HasThemInAFormatThatEveryPlayerPlays()
    {
        using (var video = new VideoFile(In("a.mp4"), 64, 48, framesPerSecond: 10))
        {
            AddFrames(video, 3);
            video.Complete();
        }

        Assert.Equal("h264,64,48,yuv420p,10/1,3", Probe(In("a.mp4")));
        Assert.Equal([In("a.mp4")], Directory.GetFiles(_folder));
    }

    [Fact]
    public void VideoFile_GivenUp_LeavesNothing()
    {
        using (var video = new VideoFile(In("a.mp4"), 64, 48, framesPerSecond: 10))
        {
            AddFrames(video, 1);
        }

        Assert.Empty(Directory.GetFiles(_folder));
    }

    [Fact]
    public void VideoFile_OddSize_SaysTheRule() => Assert.Equal(
        "a.mp4: The size of an MP4 must be even, but is 641x480; give another --size.",
        Assert.Throws<ConfigurationException>(() => new VideoFile("a.mp4", 641, 480, 10)).Message);

    [Fact]
    public void VideoFile_WithoutFfmpeg_SaysWhatToInstall() => Assert.Equal(
        "a.mp4: An MP4 needs ffmpeg, which is not there; install what Debian calls ffmpeg, or name a folder, such as"
        + " frames/, for numbered pictures.",
        Assert.Throws<RenderingException>(() => new VideoFile("a.mp4", 64, 48, 10, ffmpeg: "no-such-ffmpeg")).Message);

    [Fact]
    public void VideoFile_WhereNothingCanBeWritten_IsOneLine()
    {
        var wrong = Assert.Throws<RenderingException>(() =>
        {
            using var video = new VideoFile(In("none/a.mp4"), 64, 48, framesPerSecond: 10);
            AddFrames(video, 1);
            video.Complete();
        });
        Assert.StartsWith(
            $"{In("none/a.mp4")}: ffmpeg could not write the film: ", wrong.Message, StringComparison.Ordinal);
        Assert.Contains("No such file or directory", wrong.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void VideoFile_FullDisk_IsOneLineAndLeavesNothing()
    {
        File.CreateSymbolicLink(In("a.partial.mp4"), "/dev/full");
        var wrong = Assert.Throws<RenderingException>(() =>
        {
            using var video = new VideoFile(In("a.mp4"), 64, 48, framesPerSecond: 10);
            AddFrames(video, 3);
            video.Complete();
        });
        Assert.StartsWith($"{In("a.mp4")}: ffmpeg could not write the film: ", wrong.Message, StringComparison.Ordinal);
        Assert.EndsWith(
            ": No space left on device; name another file, or make room and permission for it.", wrong.Message,
            StringComparison.Ordinal);
        Assert.Empty(Directory.GetFileSystemEntries(_folder));
    }

    [Fact]
    public void FrameFolder_TwoFrames_AreNumbered()
    {
        using var frames = new FrameFolder(In("frames"));
        AddFrames(frames, 2);
        Assert.Equal(
            [In("frames/frame-00001.png"), In("frames/frame-00002.png")], Directory.GetFiles(In("frames")).Order());
    }

    [Fact]
    public void FrameFolder_FullDisk_NamesTheFrameAndLeavesNothing()
    {
        using (var frames = new FrameFolder(In("frames")))
        {
            File.CreateSymbolicLink(In("frames/frame-00002.png.partial"), "/dev/full");
            Assert.StartsWith(
                $"{In("frames/frame-00002.png")}: The file cannot be written: No space left on device",
                Assert.Throws<OutputException>(() => AddFrames(frames, 2)).Message, StringComparison.Ordinal);
        }

        Assert.Empty(Directory.GetFileSystemEntries(_folder));
    }

    [Fact]
    public void FrameFolder_GivenUpInAFolderThatWasThere_LeavesTheFolder()
    {
        using (var frames = new FrameFolder(_folder))
        {
            AddFrames(frames, 2);
        }

        Assert.Empty(Directory.GetFileSystemEntries(_folder));
    }

    [Fact]
    public void FrameFolder_Complete_Stays()
    {
        using (var frames = new FrameFolder(In("frames")))
        {
            AddFrames(frames, 1);
            frames.Complete();
        }

        Assert.Equal([In("frames/frame-00001.png")], Directory.GetFiles(In("frames")));
    }

    [Fact]
    public void FrameFolder_WithFiles_IsRefused()
    {
        File.WriteAllText(In("old.png"), "");
        var wrong = Assert.Throws<ConfigurationException>(() => new FrameFolder(_folder));
        Assert.Equal(
            $"{_folder}: Frames need a new or empty folder, but this one has files; name another one, or empty it.",
            wrong.Message);
    }

    [Fact]
    public void FrameFolder_ThatIsAFile_IsRefused()
    {
        File.WriteAllText(In("frames"), "");
        var wrong = Assert.Throws<ConfigurationException>(() => new FrameFolder(In("frames")));
        Assert.Equal($"{In("frames")}: Frames need a folder, but this is a file; name another one.", wrong.Message);
    }

    private static void AddFrames(IFrameSink sink, int count)
    {
        for (var frame = 0; frame < count; frame++)
        {
            sink.Add(new Picture(64, 48, [.. Enumerable.Repeat((byte)(40 * frame), 64 * 48 * 3)]));
        }
    }

    private static string Probe(string path)
    {
        using var probe = Process.Start(new ProcessStartInfo(
            "ffprobe",
            [
                "-v", "error", "-count_frames", "-show_entries",
                "stream=codec_name,width,height,pix_fmt,r_frame_rate,nb_read_frames", "-of", "csv=p=0", path,
            ])
        {
            RedirectStandardOutput = true,
        })!;
        return probe.StandardOutput.ReadToEnd().Trim();
    }

    private string In(string name) => Path.Combine(_folder, name);
}
