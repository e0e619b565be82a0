using System.Text;

namespace MetaRL.Files;

/// <summary>A file that appears whole: written beside its place, then renamed into it.</summary>
public static class AtomicFile
{
    /// <summary>Whether a whole path leads to a device, such as /dev/stdout, in whose place no file may come.</summary>
    public static bool IsDevice(string full) => full.StartsWith("/dev/", StringComparison.Ordinal);

    /// <exception cref="OutputException">It cannot be written; what was there before is still there.</exception>
    public static void Write(string path, byte[] content) => Write(path, file => file.Write(content));

    /// <summary>UTF-8 without a byte order mark.</summary>
    /// <exception cref="OutputException">It cannot be written; what was there before is still there.</exception>
    public static void Write(string path, string content) => Write(path, Encoding.UTF8.GetBytes(content));

    /// <summary>Writes and waits until it is on the disk.</summary>
    /// <exception cref="OutputException">It cannot be written; what was there before is still there.</exception>
    public static void WriteToDisk(string path, byte[] content) => Write(path, file =>
    {
        file.Write(content);
        file.Flush(flushToDisk: true);
    });

    /// <summary>What somebody writes into a stream.</summary>
    /// <exception cref="OutputException">It cannot be written; what was there before is still there.</exception>
    public static void Write(string path, Action<FileStream> write)
    {
        try
        {
            var place = Place(Path.GetFullPath(path));
            if (IsDevice(place))
            {
                using var device = Open(place, FileMode.Open);
                write(device);
                return;
            }

            Directory.CreateDirectory(Path.GetDirectoryName(place)!);
            Replace(place, write);
        }
        catch (Exception wrong) when (wrong is IOException or UnauthorizedAccessException)
        {
            throw new OutputException(
                $"{path}: The file cannot be written: {wrong.Message.ReplaceLineEndings(" ").TrimEnd('.')};"
                + " use another --output, or make room and permission for it.",
                wrong);
        }
    }

    private static void Replace(string place, Action<FileStream> write)
    {
        var partial = place + ".partial";
        try
        {
            using (var file = Open(partial, FileMode.Create))
            {
                write(file);
            }

            File.Move(partial, place, overwrite: true);
        }
        catch
        {
            File.Delete(partial); // whoever makes room should not have to look for it
            throw;
        }
    }

    // Without a buffer, which would be written once more on closing.
    private static FileStream Open(string path, FileMode mode) =>
        new(path, mode, FileAccess.Write, FileShare.Read, bufferSize: 0);

    // A link stays one; what it leads to is written.
    private static string Place(string full) => IsDevice(full) || new FileInfo(full).LinkTarget is null
        ? full
        : File.ResolveLinkTarget(full, returnFinalTarget: true)!.FullName;
}
