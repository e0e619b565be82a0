using MetaRL.Viewer.Recordings;

namespace MetaRL.Cli.Viewing;

/// <summary>What a path asks for.</summary>
internal enum RenderKind
{
    Storyboard,
    Video,
    Frames,
}

/// <summary>From paths to what they ask for.</summary>
internal static class RenderKinds
{
    /// <exception cref="RenderingException">Neither a picture, nor a film, nor a folder.</exception>
    public static RenderKind Of(string path) => Path.GetExtension(path).ToLowerInvariant() switch
    {
        _ when path.Length == 0 => throw new RenderingException("--output: Name a picture, a film or a folder, such as adapt.png, adapt.mp4 or frames/."),
        _ when Path.EndsInDirectorySeparator(path) || Directory.Exists(path) => RenderKind.Frames,
        ".png" => RenderKind.Storyboard,
        ".mp4" => RenderKind.Video,
        "" => RenderKind.Frames,
        var other => throw new RenderingException(
            $"--output: A file must be a .png for a storyboard or an .mp4 for a film, but is '{other}' ({path}); for numbered frames name a folder, such as frames/."),
    };
}
