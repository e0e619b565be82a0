using System.CommandLine;
using System.Text;
using MetaRL.Files;

namespace MetaRL.Cli.Options;

/// <summary>Checks of the paths that commands write to.</summary>
internal static class OutputPath
{
    // bytes; Linux allows 255, of which the ending of an incomplete file takes some
    private const int LongestName = 240;

    /// <summary>Requires the name of a file in an existing folder.</summary>
    public static void RequireFile(this Option option) => option.Refuse(path => FaultOfFile(option.Name, path));

    /// <summary>Requires a folder that exists or can be made.</summary>
    public static void RequireFolder(this Option option) => option.Refuse(path => FaultOfFolder(option.Name, path));

    public static string? FaultOfFile(string option, string path)
    {
        if (path.Length == 0)
        {
            return $"{option} must be the name of a file, but is empty.";
        }

        if (Directory.Exists(path) || Path.EndsInDirectorySeparator(path))
        {
            return $"{option} must be a file, but '{path}' is a folder; name a file in it.";
        }

        var length = Encoding.UTF8.GetByteCount(Path.GetFileName(path));
        if (length > LongestName)
        {
            return $"{option} must end with a name of at most {LongestName} bytes, but it has {length}.";
        }

        var folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        return Directory.Exists(folder) ? null : $"{option}: There is no folder '{folder}'; make it, or name another.";
    }

    public static string? FaultOfFolder(string option, string path)
    {
        if (path.Length == 0)
        {
            return $"{option} must be the name of a folder, but is empty.";
        }

        var nearest = Nearest(path);
        return Directory.Exists(nearest)
            ? null
            : $"{option} must be a folder, but '{nearest}' is a file; name another.";
    }

    /// <summary>Checks that a file can be written in a folder, before minutes are spent on its content.</summary>
    /// <exception cref="OutputException">It cannot be written.</exception>
    public static void RequireWritable(string path)
    {
        if (AtomicFile.IsDevice(Path.GetFullPath(path)))
        {
            return;
        }

        RequireWritable(path, Path.GetDirectoryName(Path.GetFullPath(path))!);
    }

    /// <summary>The same for a folder, which may have to be made.</summary>
    /// <exception cref="OutputException">Nothing can be written to it.</exception>
    public static void RequireWritableFolder(string path) => RequireWritable(path, path);

    // Folders that lack are made.
    private static void RequireWritable(string path, string place)
    {
        var folder = Nearest(place);
        try
        {
            var probe = Path.Combine(folder, $".metarl-{Environment.ProcessId}");
            File.WriteAllBytes(probe, []);
            File.Delete(probe);
        }
        catch (Exception wrong) when (wrong is IOException or UnauthorizedAccessException)
        {
            throw new OutputException($"{path}: Nothing can be written to '{folder}'; name another --output.", wrong);
        }
    }

    // The path itself, or else the nearest existing folder above it.
    private static string Nearest(string path)
    {
        var nearest = Path.TrimEndingDirectorySeparator(Path.GetFullPath(path));
        while (!Path.Exists(nearest))
        {
            nearest = Path.GetDirectoryName(nearest)!;
        }

        return nearest;
    }
}
