namespace MetaRL.Runs;

/// <summary>
/// The right to write into a run directory, held by one process at a time and let go with its end, however it ends.
/// </summary>
internal static class RunLock
{
    /// <exception cref="RunDirectoryException">Another process holds it.</exception>
    public static IDisposable Take(string directory)
    {
        try
        {
            return new FileStream(
                Path.Combine(directory, ".lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException wrong) when (IsTaken(wrong))
        {
            throw new RunDirectoryException(
                $"{directory}: Another process is writing this run; wait for its end, or use another --output.", wrong);
        }
    }

    // EWOULDBLOCK of Linux and macOS, ERROR_SHARING_VIOLATION of Windows.
    private static bool IsTaken(IOException wrong) => wrong.HResult is 11 or 35 or unchecked((int)0x80070020);
}
