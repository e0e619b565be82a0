using System.Collections.Concurrent;
using System.Globalization;

namespace MetaRL.Cluster.Workers;

/// <summary>
/// A folder for a job's files in the system's folder for such, deleted when the job is over; what a killed worker left
/// is deleted by the next that starts.
/// </summary>
internal sealed class JobFolder : IDisposable
{
    private const string Prefix = "metarl-job-";

    private static readonly ConcurrentDictionary<string, JobFolder> Own = [];

    private readonly FileStream _held;

    private JobFolder(string path, FileStream held) => (Path, _held) = (path, held);

    public string Path { get; }

    /// <summary>A new one.</summary>
    public static JobFolder Create()
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"{Prefix}{Guid.NewGuid():N}");
        var path = System.IO.Path.Combine(System.IO.Path.GetTempPath(), name);
        if (OperatingSystem.IsWindows())
        {
            _ = Directory.CreateDirectory(path);
        }
        else
        {
            _ = Directory.CreateDirectory(
                path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        return Own[path] = new JobFolder(path, Hold(path));
    }

    /// <summary>Deletes those of this process, which is about to end, whatever writes into them.</summary>
    public static void DeleteOwn()
    {
        foreach (var folder in Own.Values)
        {
            folder.Dispose();
        }
    }

    /// <summary>Deletes those of workers that are no more.</summary>
    public static void DeleteAbandoned()
    {
        foreach (var path in Directory.GetDirectories(System.IO.Path.GetTempPath(), Prefix + "*"))
        {
            try
            {
                using (Hold(path))
                {
                    Directory.Delete(path, recursive: true);
                }
            }
            catch (Exception held) when (held is IOException or UnauthorizedAccessException)
            {
                // a worker that lives, or somebody else's
            }
        }
    }

    /// <summary>Bytes of all files.</summary>
    public long Size()
    {
        try
        {
            return new DirectoryInfo(Path).EnumerateFiles("*", SearchOption.AllDirectories).Sum(file => file.Length);
        }
        catch (IOException)
        {
            return 0; // a file has just gone; the next look is soon
        }
    }

    public void Dispose()
    {
        _held.Dispose();
        _ = Own.TryRemove(Path, out _);
        try
        {
            Directory.Delete(Path, recursive: true);
        }
        catch (Exception wrong) when (wrong is IOException or UnauthorizedAccessException)
        {
            // the next worker that starts tries again
        }
    }

    private static FileStream Hold(string path) =>
        new(System.IO.Path.Combine(path, ".held"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
}
