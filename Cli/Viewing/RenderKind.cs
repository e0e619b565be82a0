using MetaRL.Cli.Options;

namespace MetaRL.Cli.Viewing;

/// <summary>What a path's ending selects.</summary>
internal enum RenderKind
{
    Storyboard,
    Video,
    Frames,
}

/// <summary>Selects the kind of output by a path.</summary>
internal static class RenderKinds
{
    /// <summary>Null where the path is neither a picture, nor a film, nor a folder.</summary>
    public static RenderKind? Of(string path) => Path.GetExtension(path).ToLowerInvariant() switch
    {
        _ when Path.EndsInDirectorySeparator(path) || Directory.Exists(path) => RenderKind.Frames,
        ".png" => RenderKind.Storyboard,
        ".mp4" => RenderKind.Video,
        "" => RenderKind.Frames,
        _ => null,
    };

    /// <summary>Why nothing can be written to a path; null where something can.</summary>
    public static string? Fault(string path) => Of(path) switch
    {
        _ when path.Length == 0 =>
            "--output: Name a picture, a film or a folder, such as adapt.png, adapt.mp4 or frames/.",
        null =>
            "--output: A file must be a .png for a storyboard or an .mp4 for a film, but is"
            + $" '{Path.GetExtension(path)}' ({path});"
            + " for numbered frames name a folder, such as frames/.",
        RenderKind.Frames => OutputPath.FaultOfFolder("--output", path),
        _ => OutputPath.FaultOfFile("--output", path),
    };
}
