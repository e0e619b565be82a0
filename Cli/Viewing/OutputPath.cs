using MetaRL.Viewer.Recordings;

namespace MetaRL.Cli.Viewing;

/// <summary>Where pictures go.</summary>
internal static class OutputPath
{
    /// <summary>Tries whether something can be written there, before minutes are spent on what to write.</summary>
    /// <exception cref="RenderingException">It cannot.</exception>
    public static void Require(string path, RenderKind kind)
    {
        var folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        while (kind == RenderKind.Frames && !Directory.Exists(folder))
        {
            folder = Path.GetDirectoryName(folder)!; // the frames' own folder is made, with those above it
        }

        if (!Directory.Exists(folder))
        {
            throw new RenderingException($"{path}: There is no folder '{folder}'; make it, or name another --output.");
        }

        try
        {
            var probe = Path.Combine(folder, $".metarl-{Environment.ProcessId}");
            File.WriteAllBytes(probe, []);
            File.Delete(probe);
        }
        catch (Exception wrong) when (wrong is IOException or UnauthorizedAccessException)
        {
            throw new RenderingException($"{path}: Nothing can be written to '{folder}'; name another --output.", wrong);
        }
    }
}
