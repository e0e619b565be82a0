using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using MetaRL.Configuration.Yaml;
using MetaRL.Viewer.Offscreen;

namespace MetaRL.Viewer.Recordings;

/// <summary>A film as H.264 in MP4, encoded by ffmpeg from raw frames.</summary>
public sealed class VideoFile : IFrameSink
{
    private readonly string _path;
    private readonly string _partial;
    private readonly Process _encoder;
    private readonly Task<string> _said;

    /// <param name="path">Replaced when the film is complete.</param>
    /// <param name="width">Pixels in a row; even.</param>
    /// <param name="height">Rows; even.</param>
    /// <param name="framesPerSecond">Of the film.</param>
    /// <param name="ffmpeg">The program.</param>
    /// <exception cref="ConfigurationException">The size is odd.</exception>
    /// <exception cref="RenderingException">ffmpeg is not there.</exception>
    public VideoFile(string path, int width, int height, int framesPerSecond, string ffmpeg = "ffmpeg")
    {
        if (width % 2 != 0 || height % 2 != 0)
        {
            throw new ConfigurationException(
                $"{path}: The size of an MP4 must be even, but is {width}x{height}; give another --size.");
        }

        (_path, _partial) = (path, Path.ChangeExtension(path, ".partial.mp4"));
        _encoder = Start(path, ffmpeg,
        [
            "-loglevel", "error", "-xerror", "-y", // without -xerror ffmpeg ignores a full disk
            "-f", "rawvideo", "-pixel_format", "rgb24", "-video_size", $"{width}x{height}",
            "-framerate", framesPerSecond.ToString(CultureInfo.InvariantCulture), "-i", "pipe:0",
            "-c:v", "libx264", "-pix_fmt", "yuv420p", "-crf", "18", "-movflags", "+faststart", "-fflags", "+bitexact",
            _partial,
        ]);
        _said = _encoder.StandardError.ReadToEndAsync();
    }

    public void Add(Picture frame)
    {
        try
        {
            _encoder.StandardInput.BaseStream.Write(frame.Rgb);
        }
        catch (IOException)
        {
            throw Failed();
        }
    }

    public void Complete()
    {
        try
        {
            _encoder.StandardInput.Close();
        }
        catch (IOException)
        {
            throw Failed();
        }

        _encoder.WaitForExit();
        if (_encoder.ExitCode != 0)
        {
            throw Failed();
        }

        File.Move(_partial, _path, overwrite: true);
    }

    public void Dispose()
    {
        if (!_encoder.HasExited)
        {
            _encoder.Kill();
            _encoder.WaitForExit();
        }

        _encoder.Dispose();
        if (File.Exists(_partial))
        {
            File.Delete(_partial);
        }
    }

    private static Process Start(string path, string ffmpeg, string[] arguments)
    {
        try
        {
            return Process.Start(
                new ProcessStartInfo(ffmpeg, arguments)
                {
                    RedirectStandardInput = true,
                    RedirectStandardError = true,
                })!;
        }
        catch (Win32Exception missing)
        {
            throw new RenderingException(
                $"{path}: An MP4 needs ffmpeg, which is not there; install what Debian calls ffmpeg, or name a folder,"
                    + " such as frames/, for numbered pictures.",
                missing);
        }
    }

    private RenderingException Failed()
    {
        _encoder.WaitForExit();
        var said = _said.GetAwaiter().GetResult().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        return new RenderingException(
            $"{_path}: ffmpeg could not write the film:"
            + $" {(said.Length > 0 ? said[0].Trim() : $"it ended with {_encoder.ExitCode}")};"
            + " name another file, or make room and permission for it.");
    }
}
