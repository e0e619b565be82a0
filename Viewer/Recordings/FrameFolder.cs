using System.Globalization;
using MetaRL.Viewer.Offscreen;

namespace MetaRL.Viewer.Recordings;

/// <summary>Frames as pictures, <c>frame-00001.png</c> and so on, in a folder of their own.</summary>
public sealed class FrameFolder : IFrameSink
{
    private readonly string _path;
    private int _frames;

    /// <param name="path">New or empty, so that no frame of another film is among them.</param>
    /// <exception cref="RenderingException">It is neither.</exception>
    public FrameFolder(string path)
    {
        _path = path;
        if (File.Exists(path))
        {
            throw new RenderingException($"{path}: Frames need a folder, but this is a file; name another one.");
        }

        if (Directory.Exists(path) && Directory.EnumerateFileSystemEntries(path).Any())
        {
            throw new RenderingException($"{path}: Frames need a new or empty folder, but this one has files; name another one, or empty it.");
        }

        Directory.CreateDirectory(path);
    }

    public void Add(Picture frame) =>
        frame.SavePng(Path.Combine(_path, string.Create(CultureInfo.InvariantCulture, $"frame-{++_frames:00000}.png")));

    public void Complete()
    {
    }

    public void Dispose()
    {
    }
}
