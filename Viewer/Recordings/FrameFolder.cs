using System.Globalization;
using MetaRL.Configuration.Yaml;
using MetaRL.Viewer.Offscreen;

namespace MetaRL.Viewer.Recordings;

/// <summary>
/// Frames as pictures, <c>frame-00001.png</c> and so on, in a folder of their own; deleted if they are not complete.
/// </summary>
public sealed class FrameFolder : IFrameSink
{
    private readonly string _path;
    private readonly bool _isNew;
    private int _frames;
    private bool _isComplete;

    /// <param name="path">New or empty, so that no frame of another film is among them.</param>
    /// <exception cref="ConfigurationException">It is neither.</exception>
    public FrameFolder(string path)
    {
        _path = path;
        if (File.Exists(path))
        {
            throw new ConfigurationException($"{path}: Frames need a folder, but this is a file; name another one.");
        }

        if (Directory.Exists(path) && Directory.EnumerateFileSystemEntries(path).Any())
        {
            throw new ConfigurationException(
                $"{path}: Frames need a new or empty folder, but this one has files; name another one, or empty it.");
        }

        _isNew = !Directory.Exists(path);
        Directory.CreateDirectory(path);
    }

    public void Add(Picture frame) =>
        frame.SavePng(PathOf(++_frames));

    public void Complete() => _isComplete = true;

    public void Dispose()
    {
        if (_isComplete)
        {
            return;
        }

        foreach (var frame in Enumerable.Range(1, _frames))
        {
            File.Delete(PathOf(frame));
        }

        if (_isNew && !Directory.EnumerateFileSystemEntries(_path).Any())
        {
            Directory.Delete(_path);
        }
    }

    private string PathOf(int frame) =>
        Path.Combine(_path, string.Create(CultureInfo.InvariantCulture, $"frame-{frame:00000}.png"));
}
