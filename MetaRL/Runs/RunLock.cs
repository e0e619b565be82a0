namespace MetaRL.Runs;

/// <summary>
/// The right to write into a run directory, held by one process at a time and let go with its end, however it ends.
/// </summary>
internal static class RunLock
{
    private const int Attempts = 5; // since whoever only looks whether it is held holds it for an instant
    private static readonly TimeSpan Between = TimeSpan.FromMilliseconds(20);

    /// <exception cref="RunDirectoryException">Another process holds it.</exception>
    public static IDisposable Take(string directory)
    {
        for (var attempt = 1; attempt < Attempts; attempt++)
        {
            if (TryTake(directory, FileMode.OpenOrCreate) is { } taken)
            {
                return taken;
            }

            Thread.Sleep(Between);
        }

        return TryTake(directory, FileMode.OpenOrCreate) ?? throw new RunDirectoryException(
            $"{directory}: Another process is writing this run; wait for its end, or use another --output.");
    }

    /// <summary>Whether a process holds it at this moment.</summary>
    public static bool IsTaken(string directory)
    {
        try
        {
            using var taken = TryTake(directory, FileMode.Open);
            return taken is null;
        }
        catch (Exception untried) when (untried is IOException or UnauthorizedAccessException)
        {
            return false; // not there, or somebody else's
        }
    }

    private static FileStream? TryTake(string directory, FileMode mode)
    {
        try
        {
            return new FileStream(Path.Combine(directory, ".lock"), mode, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException wrong) when (IsTaken(wrong))
        {
            return null;
        }
    }

    // EWOULDBLOCK of Linux and macOS, ERROR_SHARING_VIOLATION of Windows.
    private static bool IsTaken(IOException wrong) => wrong.HResult is 11 or 35 or unchecked((int)0x80070020);
}
